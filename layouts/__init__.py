"""The pages: one module each, the shell around them, their components and figures."""
