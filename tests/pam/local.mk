# The PAM module through the real libpam, without root.
noinst_PROGRAMS += pamrun
pamrun_SOURCES = tests/pam/pamrun.c
pamrun_LDADD = -lpam
