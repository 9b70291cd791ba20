//! Principal elements, and services in conditions.

/// How a service is named as a principal, and how in kms:ViaService.
pub const SERVICE: &str = "sns.amazonaws.com";
pub const VIA_SERVICE: &str = "s3.us-west-2.amazonaws.com";

pub fn invalid_service_principal_format(words: &[&str]) -> (String, String) {
    let [text, form, ..] = words else { return super::none() };
    let message = if *form == VIA_SERVICE {
        format!("kms:ViaService is SERVICE.REGION.amazonaws.com, never `{text}`")
    } else {
        format!("`{text}` is no name of a service")
    };
    (message, format!("write it in lower case, as in {form}"))
}
