# Tests of the installed-library kind: exports, needed libraries, who includes whom.
