"""What is asked about advice and the directory."""
