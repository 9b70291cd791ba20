//! Requests, checks of lessons, and the matrix.

use super::Check;
use crate::actions::parameters::{self, Shape};
use crate::actions::{Action, COMPOUND_ACTIONS};
use crate::arn::Arn;
use crate::condition::{ConditionKey, KeyName};
use crate::region;
use crate::scenario::{Key, Request};
use crate::services;
use serde_json::{Map, Value};
use std::net::IpAddr;

impl Check<'_> {
    fn action(&mut self, pointer: String, name: &str) {
        if Action::named(name).is_some() || COMPOUND_ACTIONS.contains(&name) {
            return;
        }
        let known: Vec<String> = Action::all()
            .map(|action| action.to_string())
            .chain(COMPOUND_ACTIONS.map(str::to_owned))
            .collect();
        let meant = known.iter().find(|known| known.eq_ignore_ascii_case(name));
        let help = meant.map_or_else(
            || format!("the actions are: {}", known.join(", ")),
            |meant| format!("write `{meant}`"),
        );
        self.error(pointer, format!("`{name}` is no action that can be asked about; {help}"));
    }

    pub(super) fn requests(&mut self) {
        for (step, checks) in self.scenario.steps.iter().map(|step| &step.checks).enumerate() {
            for (index, check) in checks.iter().enumerate() {
                self.request(&format!("/steps/{step}/checks/{index}"), check);
            }
        }
        for (index, request) in self.scenario.requests.iter().enumerate() {
            let at = format!("/requests/{index}");
            self.request(&at, request);
        }
    }

    fn request(&mut self, at: &str, request: &Request) {
        self.principal_id(format!("{at}/principal"), &request.principal);
        self.action(format!("{at}/action"), &request.action);
        let action = request.action.as_str();
        let of_service = services::is_operation(action);
        let copies = matches!(action, "s3:CopyObject" | "s3:ReplicateObject");
        let halves =
            action == "kms:ReEncrypt" || ["kms:ReEncryptFrom", "kms:ReEncryptTo"].contains(&action);
        let decrypts = halves || action == "kms:Decrypt";
        for (field, present, takes) in [
            ("ciphertextKey", request.ciphertext_key.is_some(), decrypts),
            ("destinationKey", request.destination_key.is_some(), copies || halves),
            ("resource", request.resource.is_some(), of_service),
            ("source", request.source.is_some(), copies),
        ] {
            if present && !takes {
                let help = if of_service { "remove it" } else { "name its key in `key`" };
                self.error(format!("{at}/{field}"), format!("{action} takes no `{field}`: {help}"));
            }
        }
        if of_service {
            self.service_request(at, request);
        }
        for (field, key) in [
            ("key", &request.key),
            ("ciphertextKey", &request.ciphertext_key),
            ("destinationKey", &request.destination_key),
        ] {
            self.key_name(format!("{at}/{field}"), key.as_deref());
        }
        for (index, token) in request.grant_tokens.iter().enumerate() {
            let mut grants = self.scenario.keys.iter().flat_map(|key| &key.grants);
            if !grants.any(|grant| grant.id == *token) {
                self.error(
                    format!("{at}/grantTokens/{index}"),
                    format!("no grant has the id `{token}`: define it on a key"),
                );
            }
        }
        self.region(format!("{at}/region"), request.region.as_deref());
        self.vpc_endpoint(format!("{at}/vpcEndpoint"), request.vpc_endpoint.as_deref());
        self.context(&format!("{at}/context"), &request.context);
        self.via(format!("{at}/via"), request.via.as_deref());
        let caller = self.scenario.principal_near(&request.principal, self.near);
        let caller = caller.and_then(|index| self.scenario.principals.get(index));
        if request.via.is_some() && caller.is_some_and(|caller| caller.service.is_some()) {
            let help = "a service calls for itself here: remove `via`, or name whom it calls for";
            self.error(format!("{at}/via"), help);
        }
        let operation = match Action::named(action) {
            Some(action) => action.operation(),
            None if of_service => action,
            None => action.strip_prefix("kms:").unwrap_or(""),
        };
        if !operation.is_empty() {
            let known = parameters::of_operation(operation);
            self.parameters(at, &request.parameters, Some(operation), &|name| {
                known.iter().filter(|(one, _)| *one == name).map(|(_, shape)| *shape).collect()
            });
        }
    }

    /// What an operation of another service says and does not say.
    fn service_request(&mut self, at: &str, request: &Request) {
        let action = request.action.as_str();
        let copies = matches!(action, "s3:CopyObject" | "s3:ReplicateObject");
        for (field, text) in [("resource", &request.resource), ("source", &request.source)] {
            if field == "resource" || copies {
                self.resource_arn(&format!("{at}/{field}"), action, text.as_deref());
            }
        }
        let s3 = action.starts_with("s3:");
        let by_object = matches!(action, "s3:GetObject" | "s3:CopyObject" | "s3:ReplicateObject");
        let key_help = "the object's own key counts: write it in `buckets`, and the key of a copy in \
                        `destinationKey`";
        for (field, present, help) in [
            ("key", request.key.is_some() && by_object, key_help),
            ("region", request.region.is_some(), "the Region is that of its resource: remove it"),
            ("via", request.via.is_some(), "the service itself calls KMS: remove it"),
            ("grantTokens", !request.grant_tokens.is_empty(), "services send none: remove them"),
            (
                "encryptionContext",
                !request.encryption_context.is_empty() && (!s3 || action == "s3:ReplicateObject"),
                "the service sets it: remove it",
            ),
            (
                "encryptionContext/aws:s3:arn",
                request
                    .encryption_context
                    .keys()
                    .any(|name| name.eq_ignore_ascii_case(services::S3_ARN)),
                "S3 sets it itself: remove it",
            ),
        ] {
            if present {
                self.error(format!("{at}/{field}"), format!("{action}: {help}"));
            }
        }
        if let Some(Value::String(kind)) = request.parameters.get("ServerSideEncryption") {
            self.encryption(format!("{at}/parameters/ServerSideEncryption"), kind);
        }
    }

    /// The ARN of what an operation of another service is about.
    fn resource_arn(&mut self, pointer: &str, action: &str, text: Option<&str>) {
        let help = services::resource_help(action);
        let Some(text) = text else {
            self.error(pointer, format!("{action} needs it: name what it is about, as in {help}"));
            return;
        };
        if !services::is_resource(action, text) {
            self.error(pointer, format!("`{text}` is no such ARN: write {help}"));
        }
    }

    /// Parameters have the names and shapes of the AWS API: of this operation, or in a matrix of
    /// any.
    fn parameters(
        &mut self,
        at: &str,
        given: &Map<String, Value>,
        operation: Option<&str>,
        shapes: &dyn Fn(&str) -> Vec<Shape>,
    ) {
        for (name, value) in given {
            let shapes = shapes(name);
            let pointer = format!("{at}/parameters/{name}");
            match shapes.first() {
                None => self.error(pointer, unknown_parameter(name, operation)),
                Some(shape) if !shapes.iter().any(|shape| shape.fits(value)) => {
                    self.error(pointer, format!("`{name}` takes {}", shape.help()));
                }
                Some(_) => {}
            }
        }
    }

    /// A key as a caller writes it; that there is none of the name is KMS's answer.
    fn key_name(&mut self, pointer: String, key: Option<&str>) {
        let Some(text) = key else { return };
        let other = text.starts_with("arn:")
            && !Arn::parse(text).is_some_and(|arn| {
                arn.service == "kms"
                    && (arn.resource.starts_with("key/") || arn.resource.starts_with("alias/"))
            });
        if other || text.is_empty() {
            let help = "write a key ARN, key ID, alias name or alias ARN";
            self.error(pointer, format!("`{text}` names no key: {help}"));
        }
    }

    /// A Region that there is, or that a key here is in: AWS opens new ones.
    fn region(&mut self, pointer: String, region: Option<&str>) {
        let Some(code) = region.filter(|code| !region::is_known(code)) else { return };
        let of_key = |key: &Key| Arn::parse(&key.arn).is_some_and(|arn| arn.region == code);
        if !self.scenario.keys.iter().any(of_key) {
            let help = "write its code, as in eu-west-1";
            self.error(pointer, format!("`{code}` is no Region: {help}"));
        }
    }

    fn via(&mut self, pointer: String, via: Option<&str>) {
        let usable = |via: &str| via.ends_with(".amazonaws.com") && via.split('.').count() == 4;
        if let Some(via) = via.filter(|via| !usable(via)) {
            let help = "write SERVICE.REGION.amazonaws.com, such as s3.eu-west-1.amazonaws.com";
            self.error(pointer, format!("`{via}` is no value of kms:ViaService: {help}"));
        }
    }

    fn vpc_endpoint(&mut self, pointer: String, id: Option<&str>) {
        let Some(id) = id else { return };
        if !self.scenario.vpc_endpoints.iter().any(|endpoint| endpoint.id == id) {
            let help = "define it in `vpcEndpoints`";
            self.error(pointer, format!("no VPC endpoint has the id `{id}`: {help}"));
        }
    }

    fn context(&mut self, at: &str, context: &Map<String, Value>) {
        for (key, value) in context {
            let usable = match value {
                Value::Object(_) => false,
                Value::Array(items) => items.iter().all(Value::is_string),
                _ => true,
            };
            if !usable {
                self.error(
                    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    "write a string, number, boolean, list of strings, or null for an absent key",
                );
            }
            let name = ConditionKey::read(key);
            if matches!(name.name, KeyName::SourceIp | KeyName::VpcSourceIp) {
                let given = match value {
                    Value::Array(items) => items.as_slice(),
                    one => std::slice::from_ref(one),
                };
                let mut texts = given.iter().filter_map(Value::as_str);
                if let Some(text) = texts.find(|text| text.parse::<IpAddr>().is_err()) {
                    let help = "write one IPv4 or IPv6 address, as in 203.0.113.7 or 2001:db8::7";
                    self.error(format!("{at}/{key}"), format!("`{text}` is no address: {help}"));
                }
            }
            if name.is_unknown() {
                let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                let help = "check its spelling, as in aws:SourceIp or kms:EncryptionContext:Dept";
                self.error(pointer, format!("no request has the key `{key}`: {help}"));
            }
        }
    }

    pub(super) fn matrix(&mut self) {
        let Some(matrix) = &self.scenario.matrix else {
            return;
        };
        for (index, id) in matrix.principals.iter().flatten().enumerate() {
            self.principal_id(format!("/matrix/principals/{index}"), id);
        }
        for (index, name) in matrix.actions.iter().flatten().enumerate() {
            self.action(format!("/matrix/actions/{index}"), name);
        }
        let request = &matrix.request;
        self.region("/matrix/request/region".into(), request.region.as_deref());
        self.vpc_endpoint("/matrix/request/vpcEndpoint".into(), request.vpc_endpoint.as_deref());
        self.context("/matrix/request/context", &request.context);
        self.via("/matrix/request/via".into(), request.via.as_deref());
        if let Some(Value::String(kind)) = request.parameters.get("ServerSideEncryption") {
            self.encryption("/matrix/request/parameters/ServerSideEncryption".into(), kind);
        }
        for (field, text) in [("resource", &request.resource), ("source", &request.source)] {
            if let Some(text) = text.as_deref()
                && Arn::parse(text).is_none()
            {
                let help = "write the ARN of an object, secret, queue, topic or volume";
                let pointer = format!("/matrix/request/{field}");
                self.error(pointer, format!("`{text}` is no ARN: {help}"));
            }
        }
        self.parameters("/matrix/request", &request.parameters, None, &|name| {
            parameters::anywhere(name).collect()
        });
        self.key_name("/matrix/key".into(), matrix.key.as_deref());
    }
}

/// What to write instead of a parameter that there is not.
fn unknown_parameter(name: &str, operation: Option<&str>) -> String {
    if let Some(field) = parameters::own_field(name) {
        return format!("write it in `{field}`");
    }
    let Some(operation) = operation else {
        return format!("no operation has a parameter `{name}`: check its spelling");
    };
    let known: Vec<&str> =
        parameters::of_operation(operation).iter().map(|(name, _)| *name).collect();
    if known.is_empty() {
        return format!("{operation} has no parameters besides those of the request: remove it");
    }
    format!("{operation} has no parameter `{name}`; it has: {}", known.join(", "))
}
