"""The explorer page and its server: they read results and never run the model themselves."""
