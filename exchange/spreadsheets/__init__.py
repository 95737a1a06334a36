"""Partners in a spreadsheet: read what people really send, say what would be written, write it once; and send it out."""
