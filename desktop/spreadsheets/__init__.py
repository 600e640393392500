"""Lists as other programs keep them: read and written, CSV and XLSX."""
