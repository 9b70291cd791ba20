//! What a service answers where KMS answers it with an exception (S-19, S-34).

use crate::decide::Answer;
use crate::service::Service;

/// The answer of a KMS part as the caller of the service sees it. Denials stay denials.
pub fn shown(service: Service, answer: Answer) -> Answer {
    let Some(name) = answer.error.as_deref().filter(|name| !is_of_ours(name)) else {
        return answer;
    };
    let (name, uncertain) = match (service, name) {
        (Service::S3, name) => (format!("KMS.{name}"), answer.uncertain), // S-19
        (Service::Sns, "NotFoundException" | "DisabledException") => {
            (format!("KMS{name}"), answer.uncertain) // S-34
        }
        (Service::Sns, name) => (name.to_owned(), answer.uncertain), // KMSInvalidStateException too
        // How these show it is not said.
        (Service::Ec2 | Service::SecretsManager | Service::Sqs, name) => (name.to_owned(), true),
    };
    Answer::error(&name, uncertain)
}

/// Not an exception of KMS, but one of this evaluator (formats.md).
fn is_of_ours(name: &str) -> bool {
    ["UnreadablePolicy", "NotModelled"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Verdict;

    fn sure(name: &str) -> Answer {
        Answer::error(name, false)
    }

    #[test]
    fn each_service_has_its_own_way() {
        let name = |service, name| shown(service, Answer::error(name, false));
        for exception in ["NotFoundException", "DisabledException", "KMSInvalidStateException"] {
            assert_eq!(name(Service::S3, exception), sure(&format!("KMS.{exception}")));
            for service in [Service::Ec2, Service::SecretsManager, Service::Sqs] {
                assert_eq!(name(service, exception), Answer::error(exception, true));
            }
        }
        assert_eq!(name(Service::Sns, "NotFoundException"), sure("KMSNotFoundException"));
        assert_eq!(name(Service::Sns, "DisabledException"), sure("KMSDisabledException"));
        assert_eq!(
            name(Service::Sns, "KMSInvalidStateException"),
            sure("KMSInvalidStateException")
        );
        assert_eq!(
            name(Service::Sns, "InvalidKeyUsageException"),
            sure("InvalidKeyUsageException")
        );
        for ours in ["UnreadablePolicy", "NotModelled"] {
            assert_eq!(name(Service::S3, ours), sure(ours));
        }
        let denied = Answer { verdict: Verdict::ImplicitDeny, error: None, uncertain: false };
        assert_eq!(shown(Service::Sqs, denied.clone()), denied);
    }
}
