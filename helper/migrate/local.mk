# doorward migrate: from pam_duo.conf to doorward.conf; it tries stacks as doctor does.
noinst_LTLIBRARIES += libmigrate.la
libmigrate_la_SOURCES = \
	helper/migrate/migrate.c helper/migrate/migrate.h \
	helper/migrate/migrate_gecos.c \
	helper/migrate/migrate_keys.c \
	helper/migrate/migrate_read.c \
	helper/migrate/migrate_change.c helper/migrate/migrate_change.h \
	helper/migrate/migrate_stacks.c \
	helper/migrate/migrate_trials.c \
	helper/migrate/migrate_write.c
