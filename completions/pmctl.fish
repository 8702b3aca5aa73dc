# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_pmctl_global_optspecs
    string join \n c/context= config= store= o/output= y/yes q/quiet no-input timeout= h/help V/version
end

function __fish_pmctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_pmctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_pmctl_using_subcommand
    set -l cmd (__fish_pmctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c pmctl -n "__fish_pmctl_needs_command" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_needs_command" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_needs_command" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_needs_command" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_needs_command" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_needs_command" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_needs_command" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_needs_command" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_needs_command" -s V -l version -d 'Print version'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "misp" -d 'Register and look after MISPs'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "license" -d 'See, renew and revoke license keys'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "partner" -d 'Add and look after the partners of a MISP'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "policy-group" -d 'Add and see policy groups, take them out of force and put them back'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "policy" -d 'Add, check and publish policies, take them out of force and put them back'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "mapping" -d 'See, approve and reject requests for a policy'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "api-key" -d 'See the API keys of partners, take them out of force and issue new ones'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "ca" -d 'Tell the Kernel which certificate authorities to trust'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "cert" -d 'Inspect, upload and fetch certificates'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "key" -d 'Upload, rotate and verify the encryption keys of partners'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "ida" -d 'Share policies with ID Authentication and ask what it would say'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "report" -d 'Report on what is in force'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "apply" -d 'Bring everything to what an onboarding file says'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "plan" -d 'Show what apply would do with an onboarding file'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "outbox" -d 'See and send the messages that wait'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "audit" -d 'Read and verify the audit trail'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "login" -d 'Log in as a person, who then is the actor'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "logout" -d 'End the login of this context, here and on the server'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "whoami" -d 'Show who acts and what their roles amount to'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "can-i" -d 'Say whether whoever acts may do something'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "context" -d 'Name and choose the systems to work with'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "config" -d 'See and change settings, each with where it comes from'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "kernel" -d 'Run the embedded Kernel, and ask a Kernel who it is'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "store" -d 'Look after the store'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "doctor" -d 'Look the installation over: configuration, files, store, Kernel, login, clock, outbox'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "explain" -d 'Say what an error code means and what to do'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c pmctl -n "__fish_pmctl_needs_command" -f -a "man" -d 'Write the manual pages into a folder'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "register" -d 'Register a MISP with an id and a license key from the Kernel'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "list" -d 'List MISPs with the state of their license'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "show" -d 'Show a MISP with the license in force'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "update" -d 'Change a MISP\'s name, contact or policy'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "block" -d 'Block a MISP, so that it can do no transaction'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "unblock" -d 'Lift the block of a MISP'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and not __fish_seen_subcommand_from register list show update block unblock renew-license" -f -a "renew-license" -d 'Issue a new license key to a MISP when its newest one is due'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l contact -d 'Name of the person to call or write to' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l phone -d 'Phone number with country code, e.g. +918055500100' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l email -d 'E-mail address' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l address -d 'Postal address, up to 2000 characters' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l user -d 'Login at the IAM that acts for it' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l id -d 'Id to use instead of the next one; begins with a letter, digit or _' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l validity -d 'How long the license is valid (default: the context\'s)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l policy -d 'Policy of kind MISP: what it may ask ID Authentication for in place of others; by id, or as group/name' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l key-to -d 'File to write the license key to, with mode 0600; - shows it in clear' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l adopt -d 'Take the id although the Kernel keeps a key under it'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l reveal -d 'Show the license key in clear'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from register" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l after -d 'Begin behind this one, as the row before was named' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l limit -d 'Rows at most' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l all -d 'All rows, read in parts; jsonl and id are written part by part'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l name -d 'Its new name' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l contact -d 'Name of the person to call or write to' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l phone -d 'Phone number with country code, e.g. +918055500100' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l email -d 'E-mail address' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l address -d 'Postal address, up to 2000 characters' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l user -d 'Login at the IAM that acts for it' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l policy -d 'Policy of kind MISP that it gets; by id, or as group/name' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l no-policy -d 'Take its policy away'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from unblock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l within -d 'How long before its end a license is due, less than the validity (default: the context\'s)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l overlap -d 'Keep the old key in force for so long, at most until it ends' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l cutover -d 'Keep the old key in force until then, at most until it ends' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l validity -d 'How long the new license is valid, from when it is in force (default: the context\'s)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l new-key-to -d 'File to write the new key to, with mode 0600, - shows it in clear; with --all the folder for a file MISP.key each' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l hook -d 'Command that takes the new key on standard input; split at blanks, read by no shell' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l all -d 'Renew what is due among all MISPs'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l early -d 'Renew now, whatever the dates say'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l reveal -d 'Show the license key in clear'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand misp; and __fish_seen_subcommand_from renew-license" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -f -a "list" -d 'List licenses, those of one MISP newest first'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -f -a "show" -d 'Show a license; its key is masked unless it is asked for'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -f -a "renew" -d 'Issue a new license key to a MISP when its newest one is due'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -f -a "revoke" -d 'Revoke a license key, whatever becomes of its MISP'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and not __fish_seen_subcommand_from list show renew revoke restore" -f -a "restore" -d 'Take the revocation of a license key back'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l misp -d 'Of this MISP only' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l status -d 'Of this status only' -r -f -a "active\t'Valid now'
scheduled\t'Valid from a day to come'
expired\t'Past its end'
blocked\t'Revoked, or of a blocked MISP'"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l after -d 'Begin behind this one, as the row before was named' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l limit -d 'Rows at most' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -l key-to -d 'File to write the license key to, with mode 0600; - shows it in clear' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -l reveal -d 'Show the license key in clear'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l within -d 'How long before its end a license is due, less than the validity (default: the context\'s)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l overlap -d 'Keep the old key in force for so long, at most until it ends' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l cutover -d 'Keep the old key in force until then, at most until it ends' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l validity -d 'How long the new license is valid, from when it is in force (default: the context\'s)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l new-key-to -d 'File to write the new key to, with mode 0600, - shows it in clear; with --all the folder for a file MISP.key each' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l hook -d 'Command that takes the new key on standard input; split at blanks, read by no shell' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l all -d 'Renew what is due among all MISPs'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l early -d 'Renew now, whatever the dates say'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l reveal -d 'Show the license key in clear'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand license; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "add" -d 'Add a partner to a MISP'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "list" -d 'List partners with their policy'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "show" -d 'Show a partner with what it belongs to and is mapped to'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "update" -d 'Change a partner\'s name, contact or signer'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "block" -d 'Block partners, so that they can do no transaction'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "unblock" -d 'Lift the block of partners'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show update block unblock map-policy" -f -a "map-policy" -d 'Request a policy for partners'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l misp -d 'MISP that it belongs to (default: the one that is logged in)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l group -d 'Id or name of its policy group' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l contact -d 'Name of the person to call or write to' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l phone -d 'Phone number with country code, e.g. +918055500100' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l email -d 'E-mail address' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l address -d 'Postal address, up to 2000 characters' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l user -d 'Login at the IAM that acts for it' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l organization -d 'Organization in its certificate (default: the name)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l type -d 'Partner type, as MOSIP names it' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l signer -d 'Who signs requests to ID Authentication: partner or misp' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l id -d 'Id to use instead of the next one; begins with a letter, digit or _' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l adopt -d 'Take the id although the Kernel keeps a key under it'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l misp -d 'Of this MISP only' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l after -d 'Begin behind this one, as the row before was named' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l limit -d 'Rows at most' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l all -d 'All rows, read in parts; jsonl and id are written part by part'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l name -d 'Its new name' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l contact -d 'Name of the person to call or write to' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l phone -d 'Phone number with country code, e.g. +918055500100' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l email -d 'E-mail address' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l address -d 'Postal address, up to 2000 characters' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l user -d 'Login at the IAM that acts for it' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l signer -d 'Who signs requests to ID Authentication: partner or misp' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from block" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from unblock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l policy -d 'Policy: its id, or GROUP/NAME' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l detail -d 'What the policy-manager should know' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l replace -d 'Let it take the place of the policy that a partner has'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand partner; and __fish_seen_subcommand_from map-policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -f -a "add" -d 'Add a policy group'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -f -a "deactivate" -d 'Take every policy of a group out of force'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -f -a "activate" -d 'Put a policy group back in force that was deactivated'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -f -a "list" -d 'List policy groups'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and not __fish_seen_subcommand_from add deactivate activate list show" -f -a "show" -d 'Show a policy group'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -l description -d 'What it is for (default: the name)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy-group; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "add" -d 'Add a policy as a draft'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "check" -d 'Check a policy document and tell all findings'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "convert" -d 'Make a policy document of MOSIP 1.0 into one of today'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "update" -d 'Change a draft'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "publish" -d 'Put a draft in force; from then on it never changes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "deactivate" -d 'Take a published policy out of force'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "activate" -d 'Put a policy back in force that was deactivated'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "list" -d 'List policies'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and not __fish_seen_subcommand_from add check convert update publish deactivate activate list show" -f -a "show" -d 'Show a policy with its document, or what another one has differently'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l group -d 'Id or name of its policy group' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l file -d 'JSON document; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l version -d 'Version, up to 8 characters' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l kind -d 'Kind of policy: Auth, DataShare or MISP' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l description -d 'What it is for (default: the name)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l validity -d 'How long it is valid (default 365d)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -l kind -d 'Kind of policy: Auth, DataShare or MISP' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -l auth-token-type -d 'Token that ID Authentication answers with: random, partner or policy' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -l to -d 'File to write it to; - is standard output' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l name -d 'Its new name, unique within the group' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l file -d 'New JSON document; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l version -d 'Version, up to 8 characters' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l description -d 'What it is for' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l validity -d 'How long it is valid, counted from when it was added' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from publish" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -l group -d 'Of this policy group only, by id or name' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -l diff -d 'The other one, by id or GROUP/NAME: what it adds, removes and changes' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand policy; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -f -a "list" -d 'List requests for a policy and what became of them'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -f -a "show" -d 'Show a request for a policy'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -f -a "approve" -d 'Approve requests for a policy, each of which issues an API key'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and not __fish_seen_subcommand_from list show approve reject" -f -a "reject" -d 'Reject requests for a policy'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -l state -d 'In this state only' -r -f -a "requested\t''
approved\t''
rejected\t''
replaced\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -l reason -d 'Why, for the partner and the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand mapping; and __fish_seen_subcommand_from reject" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -f -a "list" -d 'List API keys'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -f -a "show" -d 'Show an API key; it is masked unless it is asked for'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -f -a "revoke" -d 'Revoke an API key, whatever becomes of its partner'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -f -a "restore" -d 'Take the revocation of an API key back'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and not __fish_seen_subcommand_from list show revoke restore reissue" -f -a "reissue" -d 'Issue a new API key for the policy that a partner has'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l partner -d 'Of this partner only' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l after -d 'Begin behind this one, as the row before was named' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l limit -d 'Rows at most' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -l key-to -d 'File to write it to, with mode 0600; - shows it in clear' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -l reveal -d 'Show it in clear; the audit trail says who saw it'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -l to -d 'File for the new key, with mode 0600; - shows it in clear' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -l keep-old -d 'Keep the former key in force until its own end'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand api-key; and __fish_seen_subcommand_from reissue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -f -a "upload" -d 'Put a root or intermediate into the Kernel\'s trust store'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and not __fish_seen_subcommand_from upload list" -f -a "list" -d 'List the authorities that were uploaded from here'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -l domain -d 'Partner domains that trust it: AUTH, DEVICE, FTM, MISP' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from upload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -l domain -d 'Of this partner domain only: AUTH, DEVICE, FTM, MISP' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ca; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -f -a "inspect" -d 'Run every check that the Kernel will run, and tell all findings'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -f -a "csr" -d 'Make a key and a request for a certificate with the subject that the Kernel will demand'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -f -a "upload" -d 'Have the Kernel re-sign and store a certificate'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -f -a "get" -d 'Fetch the certificate of a partner or MISP'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -f -a "list" -d 'List certificates, those of one holder newest first'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and not __fish_seen_subcommand_from inspect csr upload get list show" -f -a "show" -d 'Show the certificate in force of a partner or MISP'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -l domain -d 'Partner domain whose authorities it is checked against: AUTH, DEVICE, FTM, MISP' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -l organization -d 'Organization that it must name' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -l key-to -d 'File of the private key' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -l to -d 'File to write the request to; - is standard output' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from csr" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l file -d 'Certificate, PEM or DER; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l domain -d 'Partner domain whose authorities it is checked against: AUTH, DEVICE, FTM, MISP' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l re-sign -d 'Have it re-signed again although it is in force'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from upload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l format -d 'PEM, DER (one certificate) or PKCS#7' -r -f -a "pem\t''
der\t''
p7b\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l to -d 'File to write it to; - is standard output' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l original -d 'As its CA issued it'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l chain -d 'With its issuers up to the root'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l holder -d 'Of this partner or MISP only, with those that were replaced' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l after -d 'Begin behind this one, as the row before was named' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l limit -d 'Rows at most' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand cert; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -f -a "upload" -d 'Store a partner\'s public key in the Kernel and keep its reference'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -f -a "rotate" -d 'Put another key in the place of the one in force'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -f -a "show" -d 'Show who encrypts to what for a partner, and the keys before'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and not __fish_seen_subcommand_from upload rotate show verify" -f -a "verify" -d 'Prove that the private key decrypts what the Kernel encrypts'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -l file -d 'Public key; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from upload" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -l file -d 'New public key; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -l to-certificate -d 'Go back to the key of the re-signed certificate'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -l private-key -d 'Private key, PEM' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand key; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -f -a "policy" -d 'Share a partner\'s policy in the shape that ID Authentication pulls'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -f -a "check" -d 'Say whether ID Authentication would accept a partner\'s request now'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -f -a "reconcile" -d 'Tell ID Authentication again what it should know'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and not __fish_seen_subcommand_from policy check reconcile serve" -f -a "serve" -d 'Answer the pulls of ID Authentication 1.0 and 1.1, until it is interrupted'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -l shape -d 'Version of the shape' -r -f -a "1.0\t''
1.1\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l license-id -d 'License that the request carries, by its id' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l license-file -d 'File with the license key that the request carries; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l api-key-id -d 'API key that the request carries, by its id' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l api-key-file -d 'File with the API key that the request carries; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l endpoint -d 'What the request asks for: auth, otp, kyc, kyc-auth, kyc-exchange, key-binding or vci-exchange' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l certificate -d 'Certificate with which requests are signed: PEM or DER; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l request -d 'Captured request; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l cached -d 'Answer for an ID Authentication with the cache that MOSIP ships, which accepted this triple before and was not restarted since: it looks at dates only'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from reconcile" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l listen -d 'Address to listen on; port 0 takes a free one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l tls-cert -d 'PEM file with the server\'s certificate, its intermediates after it; read again every minute, with the key' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l tls-key -d 'PEM file with the private key of the certificate' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l client -d 'OAuth client whose tokens are taken, repeatable. Default: any of the issuer\'s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l insecure-http -d 'Serve an address that others can reach without TLS: something in front of it encrypts'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand ida; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -f -a "expiring" -d 'List what ends soon or has ended, soonest first'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and not __fish_seen_subcommand_from expiring inventory" -f -a "inventory" -d 'Count everything by its state'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l within -d 'How far to look ahead' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l kind -d 'Of these kinds only' -r -f -a "license\t''
certificate\t''
key\t''
api-key\t''
policy\t''
ca\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l fail-on -d 'Exit with 12 when something ends within the window, with 13 when something has ended' -r -f -a "expiring\t'Something ends within the window (12) or has ended (13)'
expired\t'Something has ended (13)'"
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l prometheus -d 'File to write as well, for the textfile collector of Prometheus; no reader sees half of it' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from expiring" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand report; and __fish_seen_subcommand_from inventory" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s f -l file -d 'Onboarding file; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s n -l dry-run -d 'Show what would be done and change nothing'
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -s f -l file -d 'Onboarding file; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -l exit-code -d 'Exit with 14 when apply would change something'
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -f -a "list" -d 'List the messages that wait for the audit manager or ID Authentication'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -f -a "push" -d 'Send what is due'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and not __fish_seen_subcommand_from list push drop" -f -a "drop" -d 'Give up a message that its receiver will never take'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -l reason -d 'Why, for the audit trail' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand outbox; and __fish_seen_subcommand_from drop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -f -a "list" -d 'List the newest entries of the audit trail, newest first'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify" -f -a "verify" -d 'Walk the whole audit trail and find any changed or missing entry'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l limit -d 'Entries at most' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'Not before this moment: 2026-11-23, or 2026-11-23T12:00:00Z' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Before this moment' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l user -d 'Login at the IAM' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l password-file -d 'File with the password; - is standard input' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l device -d 'Show an address and a code, and wait until the login is approved there'
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand whoami" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand can-i" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -f -a "list" -d 'List the contexts and mark the current one'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -f -a "show" -d 'Show what a context settles to'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -f -a "use" -d 'Mark a context as the one to use when none is named'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -f -a "add" -d 'Add a context to the configuration file'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -f -a "remove" -d 'Take a context out of the configuration file'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and not __fish_seen_subcommand_from list show use add remove test" -f -a "test" -d 'Try a context: open its store, log in, ask its Kernel who it is'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l kernel -d 'Address of the Kernel, below which /v1/keymanager, /v1/authmanager and /v1/auditmanager are' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l keymanager -d 'Address of the Keymanager, where it lives elsewhere' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l authmanager -d 'Address of the authmanager, where it lives elsewhere' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l auditmanager -d 'Address of the audit manager, or none to keep the audit trail here' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l issuer -d 'Issuer to log in at (Keycloak realm) instead of the authmanager' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l client-id -d 'Client id of the service principal' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l secret-file -d 'File with the service principal\'s secret' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l secret-env -d 'Variable with the service principal\'s secret' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l secret-fd -d 'Open file descriptor with the service principal\'s secret' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l secret-command -d 'Command that prints the service principal\'s secret; words are split at blanks' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l ca -d 'PEM file with the roots that the Kernel\'s TLS certificate is checked against' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l store-url -d 'Store; sqlite:PATH or postgres://HOST/DATABASE (default: a SQLite file in the data folder)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l seal-file -d 'File with the key that seals secrets in the store; made for a new SQLite store' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l ida-callback -d 'Address of ID Authentication\'s partner callback' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l ida-hub -d 'Address of the websub hub through which ID Authentication is told instead' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l ida-secret-file -d 'File with the secret that ID Authentication\'s callback checks' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l misp-ids-from -d 'First MISP id that is counted here' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l partner-ids-from -d 'First partner id that is counted here' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l license-source -d 'Who makes license keys' -r -f -a "kernel\t''
builtin\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l license-validity -d 'How long a new license is valid (default 90d)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l renew-within -d 'How long before its end a license is renewed (default 30d)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l api-key-validity -d 'How long a new API key is valid (default 365d)' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l use -d 'Make it the current context'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand context; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -f -a "list" -d 'List every setting of the context in use, with its value and where that comes from'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -f -a "get" -d 'Show one setting of the context in use'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -f -a "set" -d 'Change settings of the context in use, in its file'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -f -a "path" -d 'Print the path of the configuration file, whether it is there or not'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and not __fish_seen_subcommand_from list get set path schema" -f -a "schema" -d 'Print the form of the configuration file as JSON Schema'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -l unset -d 'Take them out of the file, so that the default holds'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -f -a "serve" -d 'Run the embedded Kernel for others, until it is interrupted'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -f -a "ping" -d 'Say which Kernel answers'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and not __fish_seen_subcommand_from serve ping provision" -f -a "provision" -d 'Make the Kernel\'s ROOT and PMS keys where they are missing'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l listen -d 'Address to listen on; port 0 takes a free one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l state -d 'Folder of its state' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l speak -d 'Release of MOSIP\'s Keymanager as which it answers: 1.2.0.1 or 1.3.0' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l ida-cache -d 'Whether its stand-in for ID Authentication keeps what it looked up, as MOSIP ships it: simple or none' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from ping" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand kernel; and __fish_seen_subcommand_from provision" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and not __fish_seen_subcommand_from check" -f -a "check" -d 'Check the store: integrity, schema, audit trail, rows'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand store; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -s c -l context -d 'Context to use instead of the current one' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -l config -d 'Configuration file to use instead of the usual one' -r -F
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -l store -d 'Store to use: sqlite:PATH or postgres://HOST/DATABASE' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -s o -l output -d 'What stdout holds: a table, one document, a document per line, values, or ids alone' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
id\t''"
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -l timeout -d 'How long one call to the Kernel or to ID Authentication may take, e.g. 30s' -r
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -s y -l yes -d 'Answer confirmations with yes'
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -s q -l quiet -d 'Say nothing but data and errors'
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -l no-input -d 'Never ask; a value that is missing is an error'
complete -c pmctl -n "__fish_pmctl_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
