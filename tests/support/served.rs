//! An embedded Kernel that runs beside a test.

use crate::env::TestEnv;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};

/// `pmctl kernel serve`, which ends with the test.
pub struct Served {
    child: Child,
    pub address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    pub fn start(env: &TestEnv) -> Self {
        Self::start_at(env, "127.0.0.1:0")
    }

    pub fn start_at(env: &TestEnv, listen: &str) -> Self {
        Self::start_as(env, listen, "simple")
    }

    /// With such a cache in its stand-in for ID Authentication.
    pub fn start_as(env: &TestEnv, listen: &str, cache: &str) -> Self {
        let mut child = env
            .command(&[
                "kernel",
                "serve",
                "--listen",
                listen,
                "--ida-cache",
                cache,
                "-o",
                "csv",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.find_map(|line| {
            let line = line.unwrap();
            line.find("http://127.0.0.1:")
                .map(|at| line[at + "http://".len()..].to_owned())
        });
        let line = line.expect("the Kernel starts and says where");
        let end = line.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
        let address = line[..end.unwrap_or(line.len())].to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// The next call of that path goes wrong, once.
    pub fn fault(&self, path: &str, kind: &str) {
        self.arrange(&format!(r#"{{"path":"{path}","kind":"{kind}","times":1}}"#));
    }

    /// The next calls of that path take so long.
    pub fn slow(&self, path: &str, millis: u64, times: u32) {
        self.arrange(&format!(
            r#"{{"path":"{path}","kind":"slow","millis":{millis},"times":{times}}}"#
        ));
    }

    pub fn arrange(&self, body: &str) {
        let mut stream = std::net::TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "POST /pmctl-dev/faults HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Connection: close\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    }

    pub fn context(&self, env: &TestEnv) {
        env.write("pms.secret", "mosip-pms-client-secret\n");
        let kernel = format!("http://{}", self.address);
        let issuer = format!("{kernel}/auth/realms/mosip");
        env.ok(&[
            "context",
            "add",
            "served",
            "--kernel",
            &kernel,
            "--issuer",
            &issuer,
            "--client-id",
            "mosip-pms-client",
            "--secret-file",
            "pms.secret",
            "--use",
        ]);
    }
}
