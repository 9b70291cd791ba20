//! One fault in a good policy is told once: by the finding that says it best, and no other. The
//! faults stand in `one_fault.txt`.

use kms_policy::findings::of_text;
use kms_policy::policy::PolicyKind;
use kms_policy::text::Encoding;

const KEY_POLICY: &str = r#"{"Version": "2012-10-17", "Id": "key", "Statement": [
 {"Sid": "Account", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"},
 {"Sid": "Use", "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/App", "arn:aws:iam::444455556666:user/bob"]}, "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"], "Resource": "*"},
 {"Sid": "Grants", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/App"}, "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], "Resource": "*", "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}},
 {"Sid": "Service", "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}, "ArnLike": {"aws:SourceArn": "arn:aws:sns:us-west-2:111122223333:topic"}}},
 {"Sid": "Org", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid", "kms:ViaService": ["s3.us-west-2.amazonaws.com", "ec2.us-west-2.amazonaws.com"], "kms:EncryptionContext:Dept": "IT"}}}
]}"#;

const IDENTITY_POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
 {"Sid": "Use", "Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"], "Resource": ["arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]},
 {"Sid": "List", "Effect": "Allow", "Action": ["kms:ListKeys", "kms:ListAliases"], "Resource": "*"},
 {"Sid": "Net", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-west-2:111122223333:key/*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}, "DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}, "ForAnyValue:StringLike": {"kms:ResourceAliases": "alias/app"}, "StringLike": {"aws:PrincipalTag/Team": "a*"}}},
 {"Sid": "Alias", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/${aws:username}/*"}
]}"#;

/// The codes of what is found.
fn codes(kind: &str, text: &str) -> Vec<String> {
    let kind = PolicyKind::named(kind).expect("a kind");
    of_text(text, kind, Encoding::Chars)
        .into_iter()
        .map(|finding| finding.code.into_owned())
        .collect()
}

#[test]
fn one_fault_is_told_once() {
    let (mut wrong, mut faults) = (Vec::new(), 0);
    for line in include_str!("one_fault.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut parts = line.splitn(3, " | ");
        let (Some(code), Some(kind), Some(fault)) = (parts.next(), parts.next(), parts.next())
        else {
            panic!("{line}");
        };
        let good = if kind == "key-policy" { KEY_POLICY } else { IDENTITY_POLICY };
        assert!(codes(kind, good).is_empty(), "{kind}");
        let (from, to) = fault.split_once(" >>").expect(line);
        assert!(good.contains(from), "{line}");
        let found = codes(kind, &good.replacen(from, &to.trim_start().replace("\\n", "\n"), 1));
        let expected: &[&str] = if code == "nothing" { &[] } else { &[code] };
        if found != expected {
            wrong.push(format!("{line}: {found:?}"));
        }
        faults += 1;
    }
    assert!(faults > 150, "{faults}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
