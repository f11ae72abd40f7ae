dist_man_MANS += man/doorwardd.8
