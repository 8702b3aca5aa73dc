#!/usr/bin/env bash
# Lets a MISP's person run pmctl on this host: no shell, some verbs, files by standard input and output only, and the
# person's own login instead of the service principal's rights.
#
#   pmctl-for-a-misp.sh FOLDER PERSON [WORDS …]
#
# FOLDER belongs to a user of its own (pmctl), who alone reads it: config.toml with store, key and service secret beside
# it, and people/PERSON for what is kept of each login. Its context must say  actor = "person"  (pmctl config set actor
# person), so that without a login nobody acts. PERSON is the login at the IAM that the MISP's record names
# (pmctl misp update ID --user PERSON).
#
# By ssh, one line for each key in ~pmctl/.ssh/authorized_keys; the person types  ssh pmctl@host partner list
#
#   restrict,command="/usr/local/bin/pmctl-for-a-misp.sh /srv/pmctl asha" ssh-ed25519 AAAA… asha@relay
#
# By sudo, for a person with an account here; the person types  sudo -u pmctl pmctl-for-a-misp.sh /srv/pmctl asha misp list
#
#   asha ALL=(pmctl) NOPASSWD: /usr/local/bin/pmctl-for-a-misp.sh /srv/pmctl asha *
#
# First of all:  ssh pmctl@host login < password
set -euo pipefail
set -f

refuse() {
    printf 'pmctl-for-a-misp: %s\n' "$1" >&2
    exit 5
}

[[ $# -ge 2 ]] || refuse "FOLDER and PERSON must be given"
folder=$1 person=$2
shift 2
[[ $person =~ ^[A-Za-z0-9][A-Za-z0-9._@-]*$ ]] || refuse "this is no login"

# What ssh was asked for is split at blanks and quotes; nothing in it is expanded.
if [[ $# -eq 0 && -n ${SSH_ORIGINAL_COMMAND:-} ]]; then
    [[ $SSH_ORIGINAL_COMMAND != *[[:cntrl:]]* ]] || refuse "control characters are not taken"
    split=$(printf '%s' "$SSH_ORIGINAL_COMMAND" | xargs -n 1 printf '%s\n' 2>/dev/null) || refuse "the quotes do not match"
    mapfile -t words <<<"$split"
    set -- "${words[@]}"
fi
[[ $# -gt 0 ]] || refuse "type a command, such as: partner list"

verb=$1
case $verb in
whoami | can-i | login | logout | explain) ;;
*) verb="$1 ${2:-}" ;;
esac
case $verb in
whoami | can-i | login | logout | explain) ;;
"misp list" | "misp show" | "license list" | "license show") ;;
"policy-group list" | "policy-group show" | "policy list" | "policy show" | "ca list") ;;
"partner add" | "partner list" | "partner show" | "partner update" | "partner block" | "partner unblock") ;;
"partner map-policy" | "mapping list" | "mapping show" | "api-key list" | "api-key show") ;;
"api-key revoke" | "api-key restore" | "api-key reissue") ;;
"cert upload" | "cert get" | "cert list" | "cert show" | "key upload" | "key rotate" | "key show") ;;
"ida check" | "report expiring") ;;
*) refuse "not here: $verb" ;;
esac

# Flags by name, so that a new one is not let in by accident; those of files take - only.
before=
for word in "$@"; do
    flag=${word%%=*} value=
    [[ $word != *=* ]] || value=${word#*=}
    case $before in
    --file | --to | --password-file | --request | --certificate) [[ $word == - ]] || refuse "$before takes - here" ;;
    esac
    before=
    case $word in
    - | [!-]* | "") continue ;;
    esac
    case $flag in
    --file | --to | --password-file | --request | --certificate)
        if [[ $word == *=* ]]; then [[ $value == - ]] || refuse "$flag takes - here"; else before=$flag; fi
        ;;
    --user) [[ $verb != login ]] || refuse "the login is $person" ;;
    -o | --output | -q | --quiet | -y | --yes | -h | --help | --after | --limit | --all) ;;
    --contact | --phone | --email | --address | --name | --group | --organization | --type | --signer) ;;
    --misp | --partner | --holder | --policy | --replace | --detail | --reason | --state | --kind | --within) ;;
    --domain | --re-sign | --original | --chain | --format | --to-certificate | --reveal | --keep-old) ;;
    --license-id | --api-key-id | --endpoint | --cached) ;;
    *) refuse "not here: $flag" ;;
    esac
done
[[ -z $before ]] || refuse "$before takes - here"

if [[ $verb == login ]]; then
    shift
    set -- login --user "$person" --password-file - "$@"
fi

pmctl=/usr/local/bin/pmctl
[[ ! -x $folder/pmctl ]] || pmctl=$folder/pmctl
umask 077
mkdir -p "$folder/people/$person"
run=(env -i "HOME=$folder" "PATH=/usr/bin:/bin" "XDG_CACHE_HOME=$folder/people/$person"
    "$pmctl" --config "$folder/config.toml" --no-input)
[[ $("${run[@]}" config get actor -o csv) == *$'\nactor,person,file,'* ]] ||
    refuse "the context does not say actor = \"person\": whoever is not logged in would act as the service principal"
exec "${run[@]}" "$@"
