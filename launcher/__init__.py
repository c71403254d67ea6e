"""What run.py does: environment, assets, serving, tests. Standard library only."""
