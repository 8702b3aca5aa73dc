//! A way to the Kernel that breaks where a test wants it to: plain sockets, one exchange per connection.

use crate::target::Target;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection breaks before the Kernel hears of it.
    CutBefore,
    /// It breaks when half of the request has arrived.
    CutWithin,
    /// It breaks while the Kernel is at work: whether it goes on to the end nobody waits to see.
    CutDuring,
    /// The Kernel has answered, and the answer is lost.
    CutAfter,
    /// The answer breaks off in the middle of what its length promises.
    CutAnswer,
    /// A gateway answers with a page of HTML; the Kernel hears of nothing.
    Page(u16),
    /// A gateway does so after the Kernel has done it.
    LatePage(u16),
    /// Nobody answers; the Kernel hears of nothing.
    Silence,
    /// Half of the answer comes, and then nothing.
    Stall,
    /// The answer comes in small pieces.
    Drip,
    /// Half of the answer, with a length that is right for it.
    Short,
    /// Another body than the Kernel's, which hears of nothing.
    Instead(&'static str),
    /// Such a body as a failure of the Kernel itself.
    Failing(&'static str),
    /// The Kernel's answer with another text in the place of one that it holds.
    Changed(&'static str, &'static str),
    /// The body twice, back to back.
    Twice,
    /// The token that arrives is no token.
    BadToken,
}

impl Fault {
    /// Whether the Kernel does what it was asked; `None` where nobody can know.
    pub fn takes_effect(self) -> Option<bool> {
        match self {
            Self::CutBefore | Self::CutWithin | Self::Page(_) | Self::Silence => Some(false),
            Self::Instead(_) | Self::Failing(_) | Self::BadToken => Some(false),
            Self::CutDuring => None,
            Self::CutAfter | Self::CutAnswer | Self::LatePage(_) | Self::Stall => Some(true),
            Self::Drip | Self::Short | Self::Changed(..) | Self::Twice => Some(true),
        }
    }
}

/// Requests whose path ends so are befallen, one after the other.
type Rules = Arc<Mutex<Vec<(&'static str, Fault)>>>;

/// Listens until the test binary ends.
pub struct Proxy {
    address: String,
    rules: Rules,
}

impl Proxy {
    pub fn before(target: &Target) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let rules = Rules::default();
        let kernel = host(&target.keymanager);
        let for_thread = Arc::clone(&rules);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (rules, kernel) = (Arc::clone(&for_thread), kernel.clone());
                thread::spawn(move || exchange(client, &kernel, &rules));
            }
        });
        Self { address, rules }
    }

    /// In the place of the target's.
    pub fn keymanager(&self) -> String {
        format!("http://{}/v1/keymanager", self.address)
    }

    /// The next request of that path that no earlier fault befalls.
    pub fn once(&self, path: &'static str, fault: Fault) {
        self.rules.lock().unwrap().push((path, fault));
    }

    /// That all have befallen somebody; a fault that never came shows nothing.
    pub fn spent(&self) {
        let left = self.rules.lock().unwrap();
        assert!(left.is_empty(), "{left:?} never came");
    }
}

fn host(url: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

/// A broken connection is what this is for: nothing here reports one.
fn exchange(client: TcpStream, kernel: &str, rules: &Rules) -> Option<()> {
    let request = Request::read(&client)?;
    let fault = {
        let mut rules = rules.lock().unwrap();
        let place = rules.iter().position(|(path, _)| request.is_for(path));
        place.map(|place| rules.remove(place).1)
    };
    match fault {
        None => request.forward(kernel)?.send(&client),
        Some(fault) => befall(fault, &request, client, kernel),
    }
}

fn befall(fault: Fault, request: &Request, client: TcpStream, kernel: &str) -> Option<()> {
    match fault {
        Fault::CutBefore => Some(()),
        Fault::CutWithin => {
            let sent = request.bytes();
            let half = sent.len() - request.body.len() / 2;
            connect(kernel)?.write_all(&sent[..half]).ok()
        }
        Fault::CutDuring => {
            // The side that writes is closed after the request, so the Kernel gets all of it and is left alone.
            let mut upstream = connect(kernel)?;
            upstream.write_all(&request.bytes()).ok()?;
            upstream.shutdown(Shutdown::Write).ok()
        }
        Fault::CutAfter => request.forward(kernel).map(drop),
        Fault::CutAnswer => {
            let answer = request.forward(kernel)?;
            let half = answer.body.len() / 2;
            (&client).write_all(&answer.head()).ok()?;
            (&client).write_all(&answer.body[..half]).ok()
        }
        Fault::Page(status) => Answer::page(status).send(&client),
        Fault::LatePage(status) => {
            request.forward(kernel)?;
            Answer::page(status).send(&client)
        }
        Fault::Silence => until_gone(&client),
        Fault::Stall => {
            let answer = request.forward(kernel)?;
            let half = answer.body.len() / 2;
            (&client).write_all(&answer.head()).ok()?;
            (&client).write_all(&answer.body[..half]).ok()?;
            until_gone(&client)
        }
        Fault::Drip => {
            let answer = request.forward(kernel)?;
            (&client).write_all(&answer.head()).ok()?;
            answer.body.chunks(97).try_for_each(|piece| {
                thread::sleep(std::time::Duration::from_millis(2));
                (&client).write_all(piece).ok()
            })
        }
        Fault::Short => {
            let mut answer = request.forward(kernel)?;
            answer.body.truncate(answer.body.len() / 2);
            answer.send(&client)
        }
        Fault::Instead(text) => Answer::json("200 OK", text).send(&client),
        Fault::Failing(text) => Answer::json("500 ", text).send(&client),
        Fault::Changed(old, new) => {
            let mut answer = request.forward(kernel)?;
            let text = String::from_utf8(answer.body).ok()?;
            assert!(text.contains(old), "{text} has no {old}");
            answer.body = text.replace(old, new).into_bytes();
            answer.send(&client)
        }
        Fault::Twice => {
            let mut answer = request.forward(kernel)?;
            answer.body = [answer.body.clone(), answer.body].concat();
            answer.send(&client)
        }
        Fault::BadToken => request.with_a_bad_token().forward(kernel)?.send(&client),
    }
}

/// Waits for the other side to give up.
fn until_gone(mut client: &TcpStream) -> Option<()> {
    let mut byte = [0];
    while client.read(&mut byte).ok()? > 0 {}
    Some(())
}

fn connect(kernel: &str) -> Option<TcpStream> {
    TcpStream::connect(kernel).ok()
}

struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    fn read(client: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(client);
        let (line, headers) = head_of(&mut reader)?;
        let mut body = vec![0; length(&headers).unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        Some(Self {
            line,
            headers,
            body,
        })
    }

    fn is_for(&self, path: &str) -> bool {
        let asked = self.line.split(' ').nth(1).unwrap_or_default();
        let asked = asked.split('?').next().unwrap_or_default();
        asked.ends_with(&format!("/{path}"))
    }

    /// As HTTP/1.0: the answer has no chunks and ends with its connection.
    fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.line.replace("HTTP/1.1", "HTTP/1.0"));
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("connection: close\r\n\r\n");
        [text.as_bytes(), &self.body].concat()
    }

    fn forward(&self, kernel: &str) -> Option<Answer> {
        let mut upstream = connect(kernel)?;
        upstream.write_all(&self.bytes()).ok()?;
        let mut reader = BufReader::new(upstream);
        let (line, headers) = head_of(&mut reader)?;
        let mut body = Vec::new();
        match length(&headers) {
            Some(length) => {
                body.resize(length, 0);
                reader.read_exact(&mut body).ok()?;
            }
            None => drop(reader.read_to_end(&mut body).ok()?),
        }
        let kind = headers.into_iter().find(|(name, _)| name == "content-type");
        Some(Answer {
            status: line.split_once(' ')?.1.to_owned(),
            kind: kind.map_or_else(String::new, |(_, value)| value),
            body,
        })
    }

    fn with_a_bad_token(&self) -> Self {
        let mut headers = self.headers.clone();
        headers.retain(|(name, _)| name != "authorization" && name != "cookie");
        headers.push(("cookie".to_owned(), "Authorization=nonsense".to_owned()));
        Self {
            line: self.line.clone(),
            headers,
            body: self.body.clone(),
        }
    }
}

fn head_of(reader: &mut impl BufRead) -> Option<(String, Vec<(String, String)>)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else {
            return Some((line.trim_end().to_owned(), headers));
        };
        let name = name.to_ascii_lowercase();
        if name != "connection" {
            headers.push((name, value.trim().to_owned()));
        }
    }
}

fn length(headers: &[(String, String)]) -> Option<usize> {
    let found = headers.iter().find(|(name, _)| name == "content-length")?;
    found.1.parse().ok()
}

struct Answer {
    /// `200 OK`
    status: String,
    kind: String,
    body: Vec<u8>,
}

impl Answer {
    fn page(status: u16) -> Self {
        let title = format!("{status} from the gateway");
        Self {
            status: title.clone(),
            kind: "text/html".to_owned(),
            body: format!(
                "<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
            )
            .into_bytes(),
        }
    }

    fn json(status: &str, text: &str) -> Self {
        Self {
            status: status.to_owned(),
            kind: "application/json".to_owned(),
            body: text.as_bytes().to_vec(),
        }
    }

    fn head(&self) -> Vec<u8> {
        let (status, kind, length) = (&self.status, &self.kind, self.body.len());
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )
        .into_bytes()
    }

    fn send(&self, mut client: &TcpStream) -> Option<()> {
        client.write_all(&self.head()).ok()?;
        client.write_all(&self.body).ok()
    }
}
