"""What is asked and what is answered: YAML in, typed frozen values out."""
