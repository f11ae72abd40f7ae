# How rows are printed: formats, columns, cells.
libcli_la_SOURCES += \
	helper/print/cell.c helper/print/cell.h \
	helper/print/print.c helper/print/print.h \
	helper/print/print_csv.c \
	helper/print/print_format.c helper/print/print_format.h \
	helper/print/print_json.c \
	helper/print/print_table.c \
	helper/print/rows.c helper/print/rows.h
