# doorward: the command line.
bin_PROGRAMS += doorward
doorward_SOURCES = \
	helper/cli/cli.c helper/cli/cli.h \
	helper/cli/commands.c helper/cli/commands.h \
	helper/cli/connect.c helper/cli/connect.h \
	helper/cli/exit_status.c helper/cli/exit_status.h \
	helper/cli/main.c \
	helper/cli/option_table.c helper/cli/option_table.h \
	helper/cli/options.c helper/cli/options.h \
	helper/cli/output.c helper/cli/output.h \
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
