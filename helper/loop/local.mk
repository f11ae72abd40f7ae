# Tasks that wait without a thread.
noinst_LTLIBRARIES += libloop.la
libloop_la_SOURCES = \
	helper/loop/loop.c helper/loop/loop.h \
	helper/loop/loop_private.h \
	helper/loop/loop_set.c \
	helper/loop/loop_tasks.c \
	helper/loop/loop_watch.c \
	helper/loop/timers.c helper/loop/timers.h \
	helper/loop/turns.c helper/loop/turns.h
