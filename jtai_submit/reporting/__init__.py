"""What people see of all this: the completeness model, and the pages made from it."""
