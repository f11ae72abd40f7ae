# Commands about this host; those that need more than an API client are in their programs.
libcli_la_SOURCES += \
	helper/cli/host/config_cmd.c \
	helper/cli/host/explain.c helper/cli/host/explain.h \
	helper/cli/host/explain_show.c \
	helper/cli/host/host.h \
	helper/cli/host/map_cmd.c \
	helper/cli/host/mcp_cmd.c \
	helper/cli/host/metrics_cmd.c \
	helper/cli/host/push_cmd.c \
	helper/cli/host/token_cmd.c
