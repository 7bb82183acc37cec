"""Tables that people already have, read as actions or as indicators: values in, values out."""
