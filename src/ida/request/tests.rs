use super::*;

const LINE: &str = "POST /idauthentication/v1/auth/LIC/1000/KEY HTTP/1.1";

fn read(text: &str) -> Result<Request, BadRequest> {
    Request::read(text.as_bytes())
}

fn parts(request: &Request) -> Option<[&str; 3]> {
    let triple = request.triple.as_ref()?;
    Some([&triple.license, &triple.partner, &triple.api_key].map(Secret::expose))
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let text = format!("{LINE}\nHost: ida\nSIGNATURE: a.b.c\nauthorization: x\n\n{{}}");
    let dos = text.replace('\n', "\r\n");
    for text in [text.clone(), format!("\u{feff}{text}"), dos] {
        let found = read(&text).unwrap();
        assert_eq!(found.endpoint, Endpoint::Auth);
        assert_eq!(parts(&found), Some(["LIC", "1000", "KEY"]));
        assert_eq!(found.signature.unwrap().expose(), "a.b.c");
        assert!(found.has_consent);
        assert_eq!(*found.body, b"{}");
    }
}

#[test]
fn an_empty_header_is_none() {
    let found = read(&format!("{LINE}\nsignature:\nAuthorization:  \n\n{{}}")).unwrap();
    assert!(found.signature.is_none());
    assert!(!found.has_consent);
    let bare = read(LINE).unwrap();
    assert!(bare.signature.is_none() && bare.body.is_empty());
}

/// ID Authentication takes the last three parts, whatever they are.
#[test]
fn the_triple_is_what_stands_last() {
    let of = |path: &str| {
        let found = read(&format!("POST {path} HTTP/1.1\n\n{{}}")).unwrap();
        (found.endpoint, parts(&found).map(|parts| parts.join(" ")))
    };
    let all = Some("L P K".to_owned());
    assert_eq!(
        of("https://ida.example/idauthentication/v1/kyc/L/P/K?x=1"),
        (Endpoint::Kyc, all.clone())
    );
    assert_eq!(
        of("/idauthentication/v1/kyc-auth/delegated/L/P/K/"),
        (Endpoint::KycAuth, all.clone())
    );
    assert_eq!(
        of("/idauthentication/v1/identity-key-binding/delegated//L/P/K"),
        (Endpoint::KeyBinding, all)
    );
    assert_eq!(
        of("/idauthentication/v1/otp/P/K"),
        (Endpoint::Otp, Some("otp P K".to_owned()))
    );
    assert_eq!(of("/idauthentication/v1/auth/L"), (Endpoint::Auth, None));
}

#[test]
fn content_length_says_where_the_body_ends() {
    let with =
        |length: &str, body: &str| read(&format!("{LINE}\nContent-Length: {length}\n\n{body}"));
    assert_eq!(*with("2", "{}\n").unwrap().body, b"{}");
    let short = with("9", "{}").unwrap_err();
    assert_eq!(short, BadRequest::CutOff { found: 2, said: 9 });
    assert_eq!(with("x", "{}").unwrap_err(), BadRequest::Length);
}

#[test]
fn what_is_no_request_is_named_by_its_line_and_not_repeated() {
    let secret = "sEcReT";
    for (text, refused) in [
        (secret.to_owned(), BadRequest::NoRequestLine),
        (format!("POST /{secret}"), BadRequest::NoRequestLine),
        (format!("\n{LINE}"), BadRequest::NoRequestLine),
        (
            format!(":method: {secret}"),
            BadRequest::PseudoHeader { line: 1 },
        ),
        (
            format!("{LINE}\n:path: {secret}\n\n"),
            BadRequest::PseudoHeader { line: 2 },
        ),
        (
            format!("{LINE}\nA: b\n{secret}\n\n"),
            BadRequest::Header { line: 3 },
        ),
        (
            format!("{LINE}\nA: b\n {secret}: c\n\n"),
            BadRequest::Header { line: 3 },
        ),
        (
            format!("POST /v1/auth/{secret}/1/2 HTTP/1.1"),
            BadRequest::NotIda,
        ),
        (
            format!("POST /idauthentication/v1/{secret}/1/2/3 HTTP/1.1"),
            BadRequest::NoEndpoint,
        ),
        (
            format!("{LINE}\nTransfer-Encoding: chunked\n\n5\n{secret}"),
            BadRequest::Chunked,
        ),
        (format!("{LINE}\nA: \0{secret}"), BadRequest::NotText),
    ] {
        let found = read(&text).unwrap_err();
        assert!(!found.to_string().contains(secret), "{found}");
        assert_eq!(found, refused, "{text}");
    }
    assert_eq!(
        Request::read(&[0xff, 0xfe, b'x']).unwrap_err(),
        BadRequest::NotText
    );
    let read = read(&format!("{LINE}\nsignature: {secret}\n\n{secret}")).unwrap();
    assert!(!format!("{:?}", read.signature).contains(secret));
}
