"""What is done at the desk: one file for each place of work, one function for each thing done."""
