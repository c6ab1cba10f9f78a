"""What people and clocks can do with the territory, one function each."""
