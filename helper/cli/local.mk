# doorward: the command line.
bin_PROGRAMS += doorward
doorward_SOURCES = \
	helper/cli/allthenticate.c helper/cli/allthenticate.h \
	helper/cli/allthenticate_items.c helper/cli/allthenticate_items.h \
	helper/cli/allthenticate_list.c helper/cli/allthenticate_person.c \
	helper/cli/allthenticate_suspend.c \
	helper/cli/sentinelone.c helper/cli/sentinelone.h \
	helper/cli/sentinelone_places.c helper/cli/sentinelone_places.h \
	helper/cli/sentinelone_update.c \
	helper/cli/service_commands.inc \
	helper/cli/service_run.c helper/cli/service_run.h \
	helper/cli/alias.c helper/cli/alias.h \
	helper/cli/arguments.c helper/cli/arguments_resolve.c helper/cli/arguments.h \
	helper/cli/bulk.c helper/cli/bulk.h \
	helper/cli/cell.c helper/cli/cell.h \
	helper/cli/cli.h \
	helper/cli/completion.c helper/cli/completion.h helper/cli/completion_cmd.c \
	helper/cli/config_cmd.c \
	helper/cli/confirm.c helper/cli/confirm.h \
	helper/cli/connect.c helper/cli/connect.h \
	helper/cli/csv.c helper/cli/csv.h \
	helper/cli/edit.c helper/cli/edit.h \
	helper/cli/example.c helper/cli/example.h \
	helper/cli/explain.c helper/cli/explain_show.c helper/cli/explain.h \
	helper/cli/extra.c \
	helper/cli/exit_status.c helper/cli/exit_status.h \
	helper/cli/help.c helper/cli/help_card.c helper/cli/help_topics.c helper/cli/help.h \
	helper/cli/import.c helper/cli/import_file.c helper/cli/import.h \
	helper/cli/import_batch.c helper/cli/import_batch.h \
	helper/cli/main.c \
	helper/cli/map_cmd.c \
	helper/cli/mcp_cmd.c \
	helper/cli/metrics_cmd.c \
	helper/cli/migrate.c helper/cli/migrate.h \
	helper/cli/migrate_keys.c helper/cli/migrate_read.c \
	helper/cli/migrate_stacks.c helper/cli/migrate_write.c \
	helper/cli/operate.c \
	helper/cli/option_table.c helper/cli/option_table.h \
	helper/cli/options.c helper/cli/options.h \
	helper/cli/print.c helper/cli/print.h \
	helper/cli/print_csv.c helper/cli/print_json.c helper/cli/print_table.c \
	helper/cli/print_format.h \
	helper/cli/people_cmd.c \
	helper/cli/resolve.c helper/cli/resolve.h \
	helper/cli/rows.c helper/cli/rows.h \
	helper/cli/output.c helper/cli/output.h \
	helper/cli/serve_cmd.c \
	helper/cli/status.c helper/cli/status.h \
	helper/cli/status_broker.c \
	helper/cli/status_doors.c \
	helper/cli/status_probe.c \
	helper/cli/verify.c helper/cli/verify.h \
	helper/cli/sync_cmd.c \
	helper/cli/token_cmd.c \
	helper/cli/words.c helper/cli/words.h
doorward_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(SQLITE_CFLAGS)
doorward_LDADD = libserve.la libmcp.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) $(MHD_LIBS) -lm

# Scripts for shells, as the program itself prints them.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
nodist_bashcompletion_DATA = completions/doorward
nodist_zshcompletion_DATA = completions/_doorward
nodist_fishcompletion_DATA = completions/doorward.fish
CLEANFILES += completions/doorward completions/_doorward completions/doorward.fish
completions/doorward: doorward$(EXEEXT)
	@$(MKDIR_P) completions
	./doorward$(EXEEXT) completion bash >$@.new && mv $@.new $@
completions/_doorward: doorward$(EXEEXT)
	@$(MKDIR_P) completions
	./doorward$(EXEEXT) completion zsh >$@.new && mv $@.new $@
completions/doorward.fish: doorward$(EXEEXT)
	@$(MKDIR_P) completions
	./doorward$(EXEEXT) completion fish >$@.new && mv $@.new $@
