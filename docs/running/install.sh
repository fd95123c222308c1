#!/bin/sh
# Installs this checkout into /opt/survey, or into the folder that is named: what requirements.lock names, by version and
# hash, and the platform itself. The same again after each change of the checkout.
set -eu
umask 022 # the account of the platform has to read it, however careful root is
cd "$(dirname "$0")/../.."
into=${1:-/opt/survey}
[ -x "$into/bin/pip" ] || python3 -m venv "$into"
# One package comes as source. What builds it is installed first, out of the same file, so that nothing is fetched unseen.
echo "Installing into $into. This takes a minute or two."
first=$(mktemp)
trap 'rm -f "$first"' EXIT
sed -n '/^setuptools==/,/[^\\]$/p' requirements.lock > "$first"
"$into/bin/pip" install --disable-pip-version-check --quiet --require-hashes -r "$first"
"$into/bin/pip" install --disable-pip-version-check --quiet --use-pep517 --no-build-isolation --require-hashes \
    -r requirements.lock
"$into/bin/pip" install --disable-pip-version-check --quiet --no-build-isolation --no-deps .
echo "Installed: $("$into/bin/survey" --version), $(git describe --tags --always 2>/dev/null || true)"
