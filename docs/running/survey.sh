#!/bin/sh
# Any command of the platform, typed by root: done by its account, with its settings. Installed as /usr/local/sbin/survey
exec runuser -u survey -- env SURVEY_SETTINGS=/etc/survey.env /opt/survey/bin/survey "$@"
