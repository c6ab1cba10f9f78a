"""Measures pages against a bare Django view in the same run (`script/bench`)."""
