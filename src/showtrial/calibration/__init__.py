"""Calibration: audits on simulated records of known truth, scenarios fitted to targets."""
