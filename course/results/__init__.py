"""What a class has done: the gradebook and the executed notebooks read together, for reports and exports."""
