"""Tables of subjects in, tables of ratings out."""
