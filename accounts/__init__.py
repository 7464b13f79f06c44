"""Who may come in: people with their roles and regions, passwords, sessions. What they may do: common/viewer.py."""
