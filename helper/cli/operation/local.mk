# One row of the operation table, run from the command line.
libcli_la_SOURCES += \
	helper/cli/operation/alias.c helper/cli/operation/alias.h \
	helper/cli/operation/argument_list.c helper/cli/operation/argument_list.h \
	helper/cli/operation/arguments.c helper/cli/operation/arguments.h \
	helper/cli/operation/arguments_resolve.c \
	helper/cli/operation/bulk.c helper/cli/operation/bulk.h \
	helper/cli/operation/confirm.c helper/cli/operation/confirm.h \
	helper/cli/operation/csv.c helper/cli/operation/csv.h \
	helper/cli/operation/edit.c helper/cli/operation/edit.h \
	helper/cli/operation/extra.c helper/cli/operation/extra.h \
	helper/cli/operation/import.c helper/cli/operation/import.h \
	helper/cli/operation/import_batch.c helper/cli/operation/import_batch.h \
	helper/cli/operation/import_file.c \
	helper/cli/operation/operand.c \
	helper/cli/operation/operate.c helper/cli/operation/operate.h \
	helper/cli/operation/resolve.c helper/cli/operation/resolve.h \
	helper/cli/operation/special.c helper/cli/operation/special.h \
	helper/cli/operation/verify.c helper/cli/operation/verify.h
