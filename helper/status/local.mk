# doorward status: one screen.
libcli_la_SOURCES += \
	helper/status/status.c helper/status/status.h \
	helper/status/status_broker.c \
	helper/status/status_doors.c \
	helper/status/status_probe.c \
	helper/status/status_row.c
