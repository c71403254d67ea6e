"""Yanxiu 研修: the written regulations of school-based teacher development, made to run."""

__version__ = "0.1.0"
