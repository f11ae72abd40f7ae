# Help and completion, out of the tables.
libcli_la_SOURCES += \
	helper/cli/help/completion.c helper/cli/help/completion.h \
	helper/cli/help/completion_cmd.c \
	helper/cli/help/example.c helper/cli/help/example.h \
	helper/cli/help/help.c helper/cli/help/help.h \
	helper/cli/help/help_card.c \
	helper/cli/help/help_line.c \
	helper/cli/help/help_list.c \
	helper/cli/help/help_topics.c
