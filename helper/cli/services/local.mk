# Commands of the services beside Duo that are more than one call.
libcli_la_SOURCES += \
	helper/cli/services/allthenticate.c helper/cli/services/allthenticate.h \
	helper/cli/services/allthenticate_items.c helper/cli/services/allthenticate_items.h \
	helper/cli/services/allthenticate_list.c \
	helper/cli/services/allthenticate_person.c \
	helper/cli/services/allthenticate_suspend.c \
	helper/cli/services/sentinelone.c helper/cli/services/sentinelone.h \
	helper/cli/services/sentinelone_places.c helper/cli/services/sentinelone_places.h \
	helper/cli/services/sentinelone_update.c \
	helper/cli/services/service_commands.inc \
	helper/cli/services/service_run.c helper/cli/services/service_run.h
