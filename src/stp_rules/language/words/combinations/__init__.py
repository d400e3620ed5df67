"""Ways of combining members into one number. There is at least one member."""
