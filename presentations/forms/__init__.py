"""What is asked of people about presentations."""
