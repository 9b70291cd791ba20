//! What `--help` and the manual say below the options. Every example is run by a test.

pub const MAIN: &str = "\
Exit codes:
  0  everything is as it should be
  1  something is not: an expectation, a finding that is an error, an error text that is not known
  2  a file, a document or an argument cannot be used

Results go to standard output, everything else to standard error, with file, line and column.";

pub const EVALUATE: &str = "\
In a folder every file counts whose name ends in .json, in the folders below it too, in the order of their
paths. Names that begin with a dot are passed over. So is what can be read as JSON and is no scenario, since
it has no number as `version`; standard error names it. What the playground saves counts as a scenario.

What was shared says how it was decided then; where that is otherwise today, standard error says so.

Exit codes: 0; 1 where a decision is not what the file expects; 2 where a file or document cannot be used.
All decisions that can be made are printed.

Examples:
  $ kms-policy evaluate --format text scenario.json
  $ kms-policy evaluate --format tap scenarios
  $ kms-policy evaluate --matrix --format text scenario.json
  $ kms-policy evaluate --explain --format text scenario.json
  $ kms-policy evaluate --set /keys/0/policy=key-policy.json scenario.json
  $ kms-policy link decode - < link.txt | kms-policy evaluate --matrix -";

pub const VALIDATE: &str = "\
In a folder every file counts whose name ends in .json: all of them with --kind of a policy, else those that
are scenarios, as `kms-policy evaluate --help` says.

Exit codes: 0; 1 where there is an error; 2 where a file cannot be used.

Examples:
  $ kms-policy validate --kind key-policy --format text key-policy.json
  $ kms-policy validate --kind identity-policy --format text policies
  $ kms-policy validate --format text scenario.json
  $ kms-policy validate --kind key-policy --fix key-policy.json";

pub const IMPORT: &str = "\
It knows the output of `aws kms` get-key-policy, describe-key, list-grants, list-aliases and
list-resource-tags, of `aws iam` get-user, get-role, get-user-policy, get-role-policy, get-group-policy,
get-policy-version and get-account-authorization-details, of `aws s3api get-bucket-policy`, and policies.

Exit codes: 0; 1 where something that a decision may depend on was not understood, is missing or could not
be placed; 2 where a file cannot be used.

Examples:
  $ kms-policy import describe-key.json get-key-policy.json
  $ kms-policy import --into scenario.json -o more.json list-grants.json
  $ kms-policy import describe-key.json get-key-policy.json | kms-policy validate -";

pub const EXPLAIN_ERROR: &str = "\
Exit codes: 0; 1 where nothing in the text is an error that is known; 2 where a file cannot be used.

Examples:
  $ kms-policy explain-error --format text error.txt
  $ kms-policy explain-error --format text --scenario scenario.json - < error.txt";

pub const LINK_ENCODE: &str = "\
A link holds everything: whoever has it can read all policies in it. Servers do not see it. Documents in
files of their own are put in. Above 2,000 characters standard error says what makes it long.

With --examples names, account numbers, IDs and addresses are those of AWS's documentation, and no decision
changes. Standard error says what stands for what, and which names were left since a decision depends on
them. Descriptions, tags, encryption contexts and statement ids stay, but for the names in them.

Exit codes: 0; 2 where the file cannot be used, or would make a link of more than 65,536 characters.

Examples:
  $ kms-policy link encode scenario.json
  $ kms-policy link encode --base https://playground.example/kms/ scenario.json
  $ kms-policy link encode --examples scenario.json";

pub const LINK_DECODE: &str = "\
Where this version decides a cell of the matrix otherwise than the one that made the link, standard error
says so.

Exit codes: 0; 2 where it is no link, is damaged, or is of a version that is not known.

Examples:
  $ kms-policy link decode --scenario \"$(cat link.txt)\"
  $ kms-policy link decode - < link.txt";

pub const COMPLETIONS: &str = "\
Examples:
  $ kms-policy completions bash > kms-policy.bash
  $ kms-policy completions zsh > _kms-policy
  $ kms-policy completions fish > kms-policy.fish";

pub const MAN: &str = "\
Examples:
  $ kms-policy man > kms-policy.1
  $ kms-policy man --folder man1";
