#!/usr/bin/env bash
# Deploys the stack when LocalStack is ready; LocalStack runs it. Again, it brings it up to date.
#   WAVECAST_AWS    the command that talks to it     [awslocal]
#   WAVECAST_HOME   template.json, token, functions/{name}/bootstrap; out/ gets token and profile
set -euo pipefail
aws=${WAVECAST_AWS:-awslocal}
home=${WAVECAST_HOME:-/wavecast}
edge=${WAVECAST_EDGE:-http://127.0.0.1:8190}
# A name that leads to LocalStack from this machine, and from its functions' containers.
endpoint=${WAVECAST_ENDPOINT:-http://localhost.localstack.cloud:4566}
endpoint_s3=${WAVECAST_ENDPOINT_S3:-http://s3.localhost.localstack.cloud:4566}
stack=wavecast-localstack
packages=wavecast-packages
export AWS_DEFAULT_REGION=us-east-1
case $(uname -m) in aarch64 | arm64) architecture=arm64 ;; *) architecture=x86_64 ;; esac

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

"$aws" s3api head-bucket --bucket "$packages" >/dev/null 2>&1 || "$aws" s3api create-bucket --bucket "$packages" >/dev/null
for name in control publisher keys scheduler; do
    [ -x "$home/functions/$name/bootstrap" ] || {
        echo "$name isn't built; build it with: cdk/package --dev" >&2
        exit 1
    }
    (cd "$home/functions/$name" && python3 -m zipfile -c "$temporary/$name.zip" bootstrap)
    "$aws" s3 cp --quiet "$temporary/$name.zip" "s3://$packages/$name.zip"
done

"$aws" cloudformation deploy --stack-name "$stack" --template-file "$home/template.json" \
    --s3-bucket "$packages" --s3-prefix templates --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset \
    --parameter-overrides "Architecture=$architecture" "Endpoint=$endpoint" "EndpointS3=$endpoint_s3" "EdgeAddress=$edge"
# The template names a package, not what is in it.
for name in control publisher keys scheduler; do
    "$aws" lambda update-function-code --function-name "$stack-$name" \
        --s3-bucket "$packages" --s3-key "$name.zip" >/dev/null
done

output() {
    "$aws" cloudformation describe-stacks --stack-name "$stack" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}
[ -e "$home/out/token" ] || (
    umask 077
    printf 'wct_%s' "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')" >"$home/out/token"
)
"$home/token" "$aws" "$(output TokenSecret)" "$home/out/token"
cat >"$temporary/wavecast.toml" <<TOML
url = "$(output ApiUrl | sed 's|/$||')"
edge = "$edge"
token_file = "token"
TOML
# Last: who waits for it finds everything there.
cp "$temporary/wavecast.toml" "$home/out/wavecast.toml"
echo "Wavecast is up: the API is at $(output ApiUrl), the edge at $edge"
