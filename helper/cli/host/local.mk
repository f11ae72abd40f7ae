# Commands about this host, and those that serve.
doorward_SOURCES += \
	helper/cli/host/config_cmd.c \
	helper/cli/host/explain.c helper/cli/host/explain.h \
	helper/cli/host/explain_show.c \
	helper/cli/host/doctor_cmd.c \
	helper/cli/host/host.h \
	helper/cli/host/map_cmd.c \
	helper/cli/host/mcp_cmd.c \
	helper/cli/host/metrics_cmd.c \
	helper/cli/host/migrate_cmd.c \
	helper/cli/host/people_cmd.c \
	helper/cli/host/serve_cmd.c \
	helper/cli/host/sync_cmd.c \
	helper/cli/host/token_cmd.c
