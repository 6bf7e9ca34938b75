"""How does such a system feed itself, and what stops it: twenty mechanisms as one exact process."""
