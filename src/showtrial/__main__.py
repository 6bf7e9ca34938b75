"""``python -m showtrial`` is the command line."""

from showtrial.cli import main

main()
