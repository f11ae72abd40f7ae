# The command line: its rooms are one library, of which each program takes what it uses. doorward
# itself knows words alone; what it is asked for is done by the programs in libexec.
noinst_LTLIBRARIES += libcli.la
libcli_la_SOURCES = \
	helper/cli/cli.c helper/cli/cli.h \
	helper/cli/commands.c helper/cli/commands.h \
	helper/cli/connect.c helper/cli/connect.h \
	helper/cli/exit_status.c helper/cli/exit_status.h \
	helper/cli/option_table.c helper/cli/option_table.h \
	helper/cli/options.c helper/cli/options.h \
	helper/cli/output.c helper/cli/output.h \
	helper/cli/program.c helper/cli/program_become.c helper/cli/program.h \
	helper/cli/words.c helper/cli/words.h
libcli_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS) $(SQLITE_CFLAGS) \
	-DBINDIR='"$(bindir)"' -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
cli_libs = libcli.la libserve.la libmcp.la $(HELPER_LIBS) $(HELPER_SYSTEM_LIBS) -lm

bin_PROGRAMS += doorward
doorward_SOURCES = helper/cli/main.c
doorward_LDADD = $(cli_libs)

pkglibexec_PROGRAMS += doorward-command doorward-doctor doorward-serve doorward-sync
doorward_command_SOURCES = helper/cli/main_command.c
doorward_command_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
doorward_command_LDADD = $(cli_libs)
doorward_doctor_SOURCES = helper/cli/main_doctor.c helper/cli/host/doctor_cmd.c \
	helper/cli/host/migrate_cmd.c
doorward_doctor_LDADD = libmigrate.la libdoctor.la $(cli_libs) -lpam
doorward_serve_SOURCES = helper/cli/main_serve.c helper/cli/host/serve_cmd.c
doorward_serve_LDADD = $(cli_libs) $(MHD_LIBS)
doorward_sync_SOURCES = helper/cli/main_sync.c helper/cli/host/sync_cmd.c helper/cli/host/people_cmd.c
doorward_sync_LDADD = $(cli_libs)

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
