"""What is kept: typed models, sessions, queries, migrations, and the shipped plans as text."""
