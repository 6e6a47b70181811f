"""Evidence: what past coalitions and dated statements say, how the model is fitted to them and how it scores."""
