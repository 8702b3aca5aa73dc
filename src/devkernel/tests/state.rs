use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use super::super::{DevKernelError, ISSUER, IssuerName};
use super::*;

fn clock() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(begin().as_second()))
}

fn next_misp(kernel: &DevKernel, token: &str) -> String {
    let head = format!(
        "POST /pmctl-dev/ids/misp HTTP/1.1\r\nContent-Type: application/json\r\nCookie: Authorization={token}"
    );
    let answer = try_send(kernel.addr(), &head, r#"{"request":{}}"#).unwrap();
    answer.response()["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_state_is_private_and_made_once_by_two_who_start_at_once() {
    let folder = TempDir::new().unwrap();
    let inner = folder.path().join("made");
    let seconds = clock();
    let start = || start_on(&inner, &seconds, |options| options);
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(start);
        (start(), other.join().unwrap())
    });
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&inner), mode(&path_in(&inner))), (0o700, 0o600));
    let ca = |kernel: &DevKernel| {
        try_send(kernel.addr(), "GET /pmctl-dev/ca HTTP/1.1", "")
            .unwrap()
            .body
    };
    assert_eq!(ca(&one), ca(&other));
}

#[test]
fn two_servers_of_one_state_share_tokens_and_never_an_id() {
    let served = serve();
    let other = start_on(served.folder.path(), &served.seconds, |options| options);
    let token = served.token(SERVICE);
    let take = |kernel: &DevKernel| -> Vec<String> {
        (0..20).map(|_| next_misp(kernel, &token)).collect()
    };
    let ids = std::thread::scope(|scope| {
        let others = scope.spawn(|| take(&other));
        let mut ids = take(&served.kernel);
        ids.extend(others.join().unwrap());
        ids
    });
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 40);
}

#[test]
fn what_was_done_survives_a_restart() {
    let served = serve();
    let pem = self_signed(begin());
    served.upload_key("alpha", &pem).response();
    let Served {
        kernel,
        seconds,
        folder,
    } = served;
    let addr = kernel.addr();
    kernel.stop();
    assert!(TcpStream::connect(addr).is_err());
    let kernel = start_on(folder.path(), &seconds, |options| options);
    let again = Served {
        kernel,
        seconds,
        folder,
    };
    let path = "/getCertificate?applicationId=PARTNER&referenceId=alpha";
    assert_eq!(again.get(path).response()["certificate"], json!(pem));
}

#[test]
fn a_newer_state_is_refused() {
    let served = serve();
    let folder = served.folder.path();
    let db = rusqlite::Connection::open(path_in(folder)).unwrap();
    db.pragma_update(None, "user_version", 2).unwrap();
    let options = Options::new(path_in(folder), Arc::new(begin));
    let refused = DevKernel::start(options).err();
    assert!(matches!(
        refused,
        Some(DevKernelError::Newer {
            found: 2,
            known: 1,
            ..
        })
    ));
}

#[test]
fn a_taken_port_and_a_file_that_is_no_state_are_refused() {
    let served = serve();
    let mut options = Options::new(path_in(served.folder.path()), Arc::new(begin));
    options.listen = served.kernel.addr();
    assert!(matches!(
        DevKernel::start(options).err(),
        Some(DevKernelError::Listen { .. })
    ));
    let other = served.folder.path().join("text");
    std::fs::write(&other, "this is no database, however long it may be").unwrap();
    let refused = DevKernel::start(Options::new(other, Arc::new(begin))).err();
    assert!(matches!(refused, Some(DevKernelError::State { .. })));
}

#[test]
fn the_service_client_logs_in_with_the_secret_that_is_given_out() {
    let served = serve();
    let secret = served.kernel.service_secret();
    let form = format!("grant_type=client_credentials&client_id={SERVICE}&client_secret={secret}");
    assert_eq!(served.grant(&form).status, 200);
    assert_eq!(
        served.kernel.base_url(),
        format!("http://{}", served.kernel.addr())
    );
    assert_eq!(served.now(), begin());
}

fn says(served: &Served) -> (String, Answer) {
    let token = served.token(SERVICE);
    let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(&token)
        .unwrap()
        .claims;
    let path = "/v1/keymanager/getCertificate?applicationId=ROOT";
    let head = format!("GET {path} HTTP/1.1\r\nCookie: Authorization={token}");
    (
        claims["iss"].as_str().unwrap().to_owned(),
        served.send(&head, ""),
    )
}

#[test]
fn the_issuer_is_fixed_or_where_it_is_reached() {
    let fixed = serve();
    assert_eq!(fixed.kernel.issuer(), ISSUER);
    let (issuer, answer) = says(&fixed);
    assert_eq!((issuer.as_str(), answer.status), (ISSUER, 200));

    let reached = serve_with(|options| Options {
        issuer: IssuerName::Address,
        ..options
    });
    let (issuer, answer) = says(&reached);
    assert_eq!(
        issuer,
        format!("{}/auth/realms/mosip", reached.kernel.base_url())
    );
    assert_eq!(answer.status, 200);

    let token = fixed.token(SERVICE);
    let head = format!(
        "GET /v1/keymanager/getCertificate?applicationId=ROOT HTTP/1.1\r\nCookie: Authorization={token}"
    );
    assert_eq!(reached.send(&head, "").status, 200);
}
