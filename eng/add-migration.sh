#!/usr/bin/env bash
# Adds one migration to both databases: bash eng/add-migration.sh AddSurveys
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?Say what the migration does, for example AddSurveys}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet tool restore >/dev/null
dotnet build eng/migrations --nologo -v quiet
for provider in Sqlite SqlServer; do
  dotnet ef migrations add "$name" --no-build --project src/EmailContactPortal.Data --startup-project eng/migrations \
    --context "${provider}PortalContext" --output-dir "Migrations/$provider"
done
