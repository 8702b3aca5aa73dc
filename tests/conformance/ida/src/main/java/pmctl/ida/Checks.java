package pmctl.ida;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mosip.authentication.common.service.integration.PartnerServiceManager;
import io.mosip.authentication.core.exception.IdAuthenticationBusinessException;
import io.mosip.kernel.core.websub.model.EventModel;
import org.springframework.cache.CacheManager;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a test asks: take this event and say what came of it, would this triple pass, what do the tables hold. */
@RestController
public class Checks {
    private static final String[] TABLES = {
            "partner_data", "policy_data", "api_key_data", "misp_license_data", "partner_mapping", "oidc_client_data"};

    private final PartnerServiceManager manager;
    private final ObjectMapper mapper;
    private final JdbcTemplate database;
    private final CacheManager caches;

    public Checks(PartnerServiceManager manager, ObjectMapper mapper, JdbcTemplate database, CacheManager caches) {
        this.manager = manager;
        this.mapper = mapper;
        this.database = database;
        this.caches = caches;
    }

    @PostMapping("/event")
    public Map<String, Object> event(@RequestBody String body) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", false);
        try {
            EventModel event = mapper.readValue(body, EventModel.class);
            answer.put("topic", event.getTopic());
            Topics topic = Topics.valueOf(event.getTopic().substring(event.getTopic().lastIndexOf('/') + 1));
            answer.put("callback", Callbacks.BASE + "/" + topic.eventName);
            topic.handler.handle(manager, event);
            answer.put("ok", true);
        } catch (Exception failure) {
            answer.putAll(describe(failure));
        }
        return answer;
    }

    @GetMapping("/check")
    public Map<String, Object> check(@RequestParam String license, @RequestParam String partner, @RequestParam String apikey,
                                     @RequestParam(required = false) String thumbprint,
                                     @RequestParam(defaultValue = "true") boolean certificate) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            Object policy = manager.validateAndGetPolicy(partner, apikey, license, certificate, thumbprint, thumbprint != null);
            answer.put("accepted", true);
            answer.put("policy", policy);
        } catch (IdAuthenticationBusinessException refusal) {
            answer.put("accepted", false);
            answer.put("code", refusal.getErrorCode());
            answer.put("message", refusal.getErrorText());
        } catch (Exception failure) {
            answer.put("accepted", false);
            answer.put("code", null);
            answer.putAll(describe(failure));
        }
        return answer;
    }

    @GetMapping("/rows")
    public Map<String, Object> rows() {
        Map<String, Object> answer = new LinkedHashMap<>();
        for (String table : TABLES) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Map<String, Object> row : database.queryForList("select * from ida." + table + " order by 1, 2, 3")) {
                Map<String, Object> plain = new LinkedHashMap<>();
                row.forEach((column, value) -> plain.put(column.toLowerCase(), readable(value)));
                rows.add(plain);
            }
            answer.put(table, rows);
        }
        return answer;
    }

    @DeleteMapping("/rows")
    public Map<String, Object> forget() {
        for (String table : TABLES) {
            database.update("delete from ida." + table);
        }
        return restart();
    }

    /** What a restart of the process changes: its caches are empty. */
    @PostMapping("/restart")
    public Map<String, Object> restart() {
        caches.getCacheNames().forEach(name -> caches.getCache(name).clear());
        return Map.of("ok", true);
    }

    /** Stops IDA's clock at a moment (UTC); without one it runs with the machine's. */
    @PostMapping("/clock")
    public Map<String, Object> clock(@RequestParam(required = false) String now) {
        Clock.stand(now == null ? null : LocalDateTime.ofInstant(Instant.parse(now), ZoneOffset.UTC));
        return Map.of("ok", true, "now", Clock.now().toString());
    }

    @GetMapping("/health")
    public Map<String, Object> health() {
        return Map.of("ok", true, "ida", String.valueOf(System.getProperty("ida.version")), "cache", caches.getClass().getSimpleName());
    }

    /** IDA keeps certificates and policies as base64url text in a byte column. */
    private static Object readable(Object value) {
        if (value instanceof byte[]) {
            return new String(Base64.getUrlDecoder().decode((byte[]) value));
        }
        return value instanceof java.sql.Timestamp ? ((java.sql.Timestamp) value).toLocalDateTime().toString() : value;
    }

    static Map<String, Object> describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("exception", failure.getClass().getName());
        said.put("message", failure.getMessage());
        if (root != failure) {
            said.put("root", root.getClass().getName() + ": " + root.getMessage());
        }
        return said;
    }
}
