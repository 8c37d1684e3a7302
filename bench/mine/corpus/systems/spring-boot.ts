import { fragment, times, type System } from '../template.ts';
import { whole, size, decimal, any, pick, oneOf, maybe, listOf, text } from '../values.ts';
import { digits, uuid, method, userName, city, service, version, exception, column, sql, urlPath, javaObject } from '../vocabulary.ts';

const application = pick('OrderApplication', 'CatalogApplication', 'Billing2Application');
const poolName = pick('HikariPool-1', 'HikariPool-2', 'reporting');
const handler = text`com.example.${any('orders.OrderController', 'catalog.ProductController', 'auth.LoginController')}#${any('find', 'create', 'listAll', 'update')}(${pick('', 'Long', 'UUID, Pageable', 'OrderRequest')})`;
const bean = pick('orderService', 'dataSource', 'kafkaTemplate', 'webMvcMetricsFilter', 'oauth2Client');
const consumer = fragment`[Consumer clientId=consumer-${service}-${whole(1, 4)}, groupId=${service}]`;
const httpState = pick('200 OK', '404 NOT_FOUND', '201 CREATED', '500 INTERNAL_SERVER_ERROR', '401 UNAUTHORIZED', '204 NO_CONTENT');

const resolved = oneOf(
  text`org.springframework.web.HttpRequestMethodNotSupportedException: Request method '${method}' is not supported`,
  text`org.springframework.web.servlet.resource.NoResourceFoundException: No static resource ${any('favicon.ico', 'robots.txt', 'assets/logo2.svg', 'actuator')}.`,
  text`org.springframework.web.bind.MissingServletRequestParameterException: Required request parameter '${column}' for method parameter type String is not present`,
);
/** A Spring Boot service: Tomcat, Hikari, Hibernate, Flyway and a Kafka client under it. */
export const springBoot: System = {
  name: 'SpringBoot',
  templates: [
    times(420)`${method} "${urlPath}", parameters={${pick('', 'masked')}}`,
    times(400)`Completed ${httpState}`,
    times(330)`Mapped to ${handler}`,
    times(160)`Found order ${whole(1, 99999)} of customer '${userName}' with ${whole(1, 30)} item(s)`,
    times(110)`Writing [${javaObject}]`,
    times(90)`${poolName} - Pool stats (total=${whole(5, 20)}, active=${whole(0, 20)}, idle=${whole(0, 20)}, waiting=${whole(0, 9)})`,
    times(80)`Executing prepared SQL statement [${sql}]`,
    times(
      50,
    )`Read "application/json;charset=UTF-8" to [OrderRequest[customer=${userName}, city=${city}, items=[${listOf(whole(1, 999), 0, 5)}]]]`,
    times(44)`${poolName} - Added connection ${javaObject}`,
    times(40)`${consumer} Node ${whole(0, 5)} disconnected.`,
    times(64)`Resolved [${resolved}]`,
    times(
      28,
    )`${consumer} Successfully joined group with generation Generation{generationId=${whole(1, 300)}, memberId='consumer-${service}-${whole(1, 4)}-${uuid}', protocol='range'}`,
    times(24)`SQL Error: ${any('0', '1062', '17002')}, SQLState: ${any('23505', '08006', '40001', 'null')}`,
    times(
      22,
    )`${poolName} - Failed to validate connection ${javaObject} (This connection has been closed.). Possibly consider using a shorter maxLifetime value.`,
    times(
      20,
    )`Servlet.service() for servlet [dispatcherServlet] in context with path [${maybe(0.3, any('/api', '/shop'))}] threw exception [Request processing failed: ${exception}: ${pick('Order not found', 'null', 'Connection reset', 'could not execute statement')}] with root cause`,
    times(18)`${poolName} - Connection is not available, request timed out after ${size(30000, 30900)}ms.`,
    times(12)`${poolName} - Thread starvation or clock leap detected (housekeeper delta=${any('1m4s213ms', '55s', '2m12s48ms')}).`,
    times(
      9,
    )`Starting ${application} v${version} using Java ${any('17.0.9', '21.0.2')} with PID ${whole(1, 40000)} (/app/app.jar started by ${userName} in /app)`,
    times(9)`The following ${whole(1, 2)} profile is active: "${pick('prod', 'staging', 'eu2')}"`,
    times(9)`Tomcat initialized with port ${any('8080', '8443')} (${any('http', 'https')})`,
    times(9)`Tomcat started on port ${any('8080', '8443')} (${any('http', 'https')}) with context path '${maybe(0.4, any('/api'))}'`,
    times(9)`Started ${application} in ${decimal(2, 60, 3)} seconds (process running for ${decimal(2, 60, 3)})`,
    times(9)`Starting Servlet engine: [Apache Tomcat/${any('10.1.16', '10.1.19')}]`,
    times(9)`Root WebApplicationContext: initialization completed in ${size(600, 9000)} ms`,
    times(9)`${poolName} - Start completed.`,
    times(8)`Finished Spring Data repository scanning in ${size(20, 900)} ms. Found ${whole(1, 30)} JPA repository interfaces.`,
    times(8)`Successfully validated ${whole(1, 90)} migrations (execution time 00:00.${digits(3)}s)`,
    times(
      6,
    )`Migrating schema "${pick('public', 'shop')}" to version "${whole(1, 90)} - ${pick('add index', 'create orders', 'drop note2 column')}"`,
    times(6)`Current version of schema "${pick('public', 'shop')}": ${whole(1, 90)}`,
    times(
      5,
    )`Bean '${bean}' of type [com.example.${any('orders.OrderService', 'config.DataSourceConfig', 'auth.OAuth2Client')}$$SpringCGLIB$$0] is not eligible for getting processed by all BeanPostProcessors (for example: not eligible for auto-proxying)`,
    times(5)`Commencing graceful shutdown. Waiting for active requests to complete`,
    times(4)`Graceful shutdown complete`,
    times(3)`Closing JPA EntityManagerFactory for persistence unit '${pick('default', 'reporting')}'`,
    times(3)`Unexpected error occurred in scheduled task`,
    times(
      2,
    )`Exception encountered during context initialization - cancelling refresh attempt: org.springframework.beans.factory.UnsatisfiedDependencyException: Error creating bean with name '${bean}'`,
    times(1)`Web server failed to start. Port ${any('8080', '8443')} was already in use.`,
  ],
};
