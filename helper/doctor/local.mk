# doorward doctor; libpam is needed by nothing else of the command line.
noinst_LTLIBRARIES += libdoctor.la
libdoctor_la_SOURCES = \
	helper/doctor/check_accounts.c helper/doctor/check_api.c helper/doctor/check_broker.c \
	helper/doctor/check_config.c helper/doctor/check_people.c helper/doctor/check_sshd.c \
	helper/doctor/check_services.c \
	helper/doctor/check_pam.c helper/doctor/check_pam.h \
	helper/doctor/pam_lines.c helper/doctor/pam_report.c helper/doctor/pam_sudo.c \
	helper/doctor/pam_answer.c helper/doctor/pam_answer.h \
	helper/doctor/pam_stack.c helper/doctor/pam_stack.h \
	helper/doctor/pam_walk.c helper/doctor/pam_walk.h \
	helper/doctor/child.c helper/doctor/child.h \
	helper/doctor/diagnosis.c \
	helper/doctor/doctor.c helper/doctor/doctor.h helper/doctor/show.c \
	helper/doctor/sshd_config.c helper/doctor/sshd_config.h \
	helper/doctor/sshd_match.c helper/doctor/sshd_match.h \
	pam/arguments.c pam/arguments.h
libdoctor_la_CPPFLAGS = $(AM_CPPFLAGS) $(CJSON_CFLAGS)
