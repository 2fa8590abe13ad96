"""An incremental build equals a clean one, byte for byte, and the same sources give the same bytes anywhere."""
