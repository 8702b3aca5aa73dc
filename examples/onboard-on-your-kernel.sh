#!/usr/bin/env bash
# Onboards one MISP and one partner against a Kernel of your own: MOSIP's Keymanager, and the realm that it trusts.
#
#   examples/onboard-on-your-kernel.sh KEYMANAGER_URL ISSUER CLIENT_ID SECRET_FILE
#
#   KEYMANAGER_URL   http://127.0.0.1:8088/v1/keymanager
#   ISSUER           http://127.0.0.1:8080/auth/realms/mosip
#   CLIENT_ID        a service client with PARTNER_ADMIN and ZONAL_ADMIN or GLOBAL_ADMIN
#   SECRET_FILE      a file with that client's secret
#
# Asks nothing. Exits 0 only when ID Authentication would accept the partner. Running it again changes nothing.
# Everything it makes lies in $ONBOARDING_FOLDER (default: ./onboarding): configuration, store, CA, keys.
set -euo pipefail

if [ $# -ne 4 ]; then
  sed -n '2,13p' "$0" >&2
  exit 2
fi
keymanager=$1 issuer=$2 client=$3
secret=$(realpath "$4")
here=$(cd "$(dirname "$0")" && pwd)
folder=${ONBOARDING_FOLDER:-$PWD/onboarding}
umask 077
mkdir -p "$folder"
cd "$folder"

pmctl() {
  if [ -n "${PMCTL:-}" ]; then
    "$PMCTL" --config "$folder/config.toml" --no-input "$@"
  else
    command pmctl --config "$folder/config.toml" --no-input "$@"
  fi
}

# A CA and a certificate as a bank would bring them: the O of the subject is the partner's organization.
if [ ! -s retail.pem ]; then
  printf '%s\n' '[ca]' 'basicConstraints=critical,CA:TRUE' 'keyUsage=critical,keyCertSign,cRLSign' \
    '[leaf]' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature,keyEncipherment' >openssl.ext
  openssl req -newkey rsa:2048 -nodes -keyout ca.key -subj '/C=IN/O=Example Trust/CN=Example Trust Root' -out ca.csr 2>/dev/null
  openssl x509 -req -sha256 -in ca.csr -signkey ca.key -days 3650 -extfile openssl.ext -extensions ca -out ca.pem 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -keyout retail.key.pem -subj '/C=IN/O=Bank One/CN=Bank One Retail' -out retail.csr 2>/dev/null
  openssl x509 -req -sha256 -in retail.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 730 \
    -extfile openssl.ext -extensions leaf -out retail.new 2>/dev/null
  mv retail.new retail.pem
fi
if [ ! -s retail.encryption.pub.pem ]; then
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out retail.encryption.key.pem 2>/dev/null
  openssl pkey -in retail.encryption.key.pem -pubout -out retail.encryption.pub.pem
fi

cp "$here/bank-kyc.json" bank-kyc.json
cat >onboarding.toml <<'TOML'
format = 1

[misp]
name = "Northern Relay"
contact = "Asha Rao"
phone = "+918055500100"
email = "ops@relay.example"
license = { validity = "90d", to = "out/license.key" }

[[ca]]
file = "ca.pem"
domains = ["AUTH"]

[[policy_group]]
name = "banking"

[[policy]]
name = "bank-kyc"
group = "banking"
version = "1"
file = "bank-kyc.json"
publish = true

[[partner]]
ref = "retail"
name = "Bank One Retail"
organization = "Bank One"
contact = "Lea Okoro"
phone = "+918055500101"
email = "pki@bank.example"
type = "Auth_Partner"
policy = "banking/bank-kyc"
api_key = { to = "out/retail.key" }
certificate = { file = "retail.pem", domain = "AUTH" }
key = { file = "retail.encryption.pub.pem" }
TOML

pmctl context add kernel --keymanager "$keymanager" --issuer "$issuer" --auditmanager none \
  --client-id "$client" --secret-file "$secret" \
  --store-url "sqlite:$folder/pmctl.db" --seal-file "$folder/pmctl.key" \
  --misp-ids-from 100 --partner-ids-from 1000 --license-source kernel --use >/dev/null
# The ROOT and PMS keys with which the Kernel re-signs; what is there stays as it is.
pmctl kernel provision
# Its exit status is 0 only when every row is done and the verdict is "accepted".
pmctl apply -f onboarding.toml
# The Kernel encrypts to the partner, the partner's own key decrypts.
partner=$(pmctl partner list -o id | head -n 1)
pmctl key verify "$partner" --private-key retail.encryption.key.pem
